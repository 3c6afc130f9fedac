package budgets;

import connectors.Urgency;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a limit is divided, and who waits how long: {@code serai.budgets.*}.
 *
 * @param importShare   percent of an organisation's limit at which imports stop
 * @param browsingShare percent at which everything else stops but checks
 * @param importWait    how long a call of an import waits for its turn in its thread; later the import itself waits
 * @param browsingWait  how long a call waits that somebody waits for, or a check
 * @param pace          calls a second from which it gets slower, when an organisation that says no numbers turns calls away
 * @param importGivesUp an import that has waited so long and got no further fails
 */
@ConfigurationProperties("serai.budgets")
public record Rules(@DefaultValue("90") int importShare, @DefaultValue("97") int browsingShare,
                    @DefaultValue("2m") Duration importWait, @DefaultValue("5s") Duration browsingWait,
                    @DefaultValue("2") double pace, @DefaultValue("7d") Duration importGivesUp) {
    private static final int WHOLE = 100;

    public Rules {
        if (importShare < 1 || importShare > browsingShare || browsingShare > WHOLE) {
            throw new IllegalArgumentException("serai.budgets: 1 ≤ import-share ≤ browsing-share ≤ 100 (percent)");
        }
        if (!(pace > 0) || importWait.isNegative() || browsingWait.isNegative()) {
            throw new IllegalArgumentException("serai.budgets: pace must be more than 0, and no wait less than 0");
        }
    }

    /** @return how many calls of the limit may be used when one of this urgency is made; at least one */
    long share(long limit, Urgency urgency) {
        int percent = switch (urgency) {
            case HEALTH -> WHOLE;
            case BROWSING -> browsingShare;
            case IMPORT -> importShare;
        };
        return Math.max(1, limit / WHOLE * percent + limit % WHOLE * percent / WHOLE);
    }

    Duration patience(Urgency urgency) {
        return urgency == Urgency.IMPORT ? importWait : browsingWait;
    }
}
