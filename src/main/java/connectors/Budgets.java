package connectors;

/** Keeps the budgets of upstream organisations. */
@FunctionalInterface
public interface Budgets {
    /** Keeps none. */
    Budgets NONE = (organisation, own) -> Budget.FREE;

    /**
     * What a connection allows itself, whatever the organisation allows; null for no limit.
     *
     * @param perMinute calls in a minute
     * @param perHour   calls in an hour
     * @param perDay    calls in 24 hours
     */
    record Own(Integer perMinute, Integer perHour, Integer perDay) {
        public static final Own ANY = new Own(null, null, null);
    }

    /**
     * @param organisation host and tenant, in lower case, as the source itself calls them; no secret
     * @param own          limits of the connection that asks
     */
    Budget of(String organisation, Own own);
}
