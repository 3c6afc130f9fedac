package connectors.workday;

import java.util.List;

/** What an import has to say beside its tables. */
public final class Remarks {
    static final String WQL_CLOSED = "The data sources of WQL are open to API clients only, not to an integration system user.";
    private final List<String> all;

    Remarks(WorkdaySettings settings) {
        boolean closed = settings.reads("wql") && !settings.readsWql();
        this.all = closed ? List.of(WQL_CLOSED + " They were not read.") : List.of();
    }

    /** A few sentences. */
    public List<String> all() {
        return all;
    }
}
