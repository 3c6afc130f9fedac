package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import access.Caller;
import access.Role;
import connectors.Urgency;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class AheadTest {

    @Test
    void callsAheadAreMadeByWhoeverAskedAndAsUrgently() {
        Caller someone = new Caller(UUID.randomUUID(), UUID.randomUUID(), Role.EDITOR, false, "r", null);
        List<Callable<String>> work = List.of(AheadTest::who, AheadTest::who);

        try (Ahead ahead = new Ahead()) {
            Iterator<String> answers = someone.call(() -> Urgency.IMPORT.call(() -> ahead.of(work.iterator())));
            List<String> seen = someone.call(() -> Urgency.IMPORT.call(() -> List.of(answers.next(), answers.next())));

            assertThat(seen).containsOnly(someone.userId() + " IMPORT");
            assertThat(ahead.of(List.<Callable<String>>of(AheadTest::who).iterator()).next()).isEqualTo("nobody BROWSING");
        }
    }

    private static String who() {
        return Caller.present().map(caller -> caller.userId().toString()).orElse("nobody") + " " + Urgency.current();
    }
}
