package budgets;

import budgets.BudgetRows.Loaded;
import budgets.BudgetRows.Place;
import connectors.Budget;
import connectors.Budgets.Own;
import connectors.TurnedAway;
import connectors.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** One connection's way to the budget that it shares: each word of it is a short transaction. */
final class SharedBudget implements Budget {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBudget.class);
    /** Those who waited for the same moment do not all come in it. */
    private static final long JITTER_MILLIS = 500;

    private final Place place;
    private final Own own;
    private final BudgetRows rows;
    private final Rules rules;
    private final TransactionTemplate alone;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean calm = true;

    SharedBudget(Place place, Own own, BudgetRows rows, Rules rules, TransactionTemplate alone) {
        this.place = place;
        this.own = own;
        this.rows = rows;
        this.rules = rules;
        this.alone = alone;
    }

    /** The turn, and how long it is until then by the database's clock. */
    private record Answer(Turn turn, Duration pause) { }

    @Override
    public void take() {
        Urgency urgency = Urgency.current();
        long end = System.nanoTime() + rules.patience(urgency).toNanos();
        pause(Duration.ZERO);
        for (Answer answer = ask(urgency); !answer.turn.goes(); answer = ask(urgency)) {
            if (System.nanoTime() + answer.pause.toNanos() > end) throw Refusals.of(place, own, answer.turn, answer.pause);
            pause(answer.pause.plusMillis(1 + ThreadLocalRandom.current().nextLong(JITTER_MILLIS)));
        }
    }

    private Answer ask(Urgency urgency) {
        try {
            return alone.execute(t -> asked(urgency));
        } catch (DataAccessException | TransactionException failure) {
            throw new ProblemException(Problem.of(FailureKind.TRANSIENT, "own_database",
                    "Serai's own database did not answer, so the call was not made.").fix("Try again."), new TurnedAway(failure));
        }
    }

    private Answer asked(Urgency urgency) {
        Loaded loaded = rows.lock(place);
        Turn turn = loaded.ledger().take(urgency, loaded.own().next(own, loaded.now()), loaded.now());
        if (turn.goes()) rows.save(place, loaded.ledger(), loaded.isLinked() ? loaded.own().add(loaded.now()) : null);
        calm = loaded.ledger().isCalm();
        return new Answer(turn, Duration.between(loaded.now(), turn.at()));
    }

    private void pause(Duration pause) {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) throw Refusals.interrupted(null);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw Refusals.interrupted(ended);
        }
    }

    @Override
    public void learn(Allowance allowance) {
        change((ledger, now) -> ledger.learn(allowance, now));
    }

    @Override
    public void rest(Duration wait) {
        change((ledger, now) -> ledger.rest(wait, now));
    }

    @Override
    public void ended(Outcome outcome) {
        if (outcome != Outcome.REFUSED && calm) return;
        change((ledger, now) -> {
            switch (outcome) {
                case SERVED -> ledger.served(now);
                case REFUSED -> ledger.refused(now);
                case LOST -> ledger.lost();
            }
        });
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public Duration patience() {
        return rules.patience(Urgency.current());
    }

    /** The call has been made by now: what our own database has to say does not undo its answer. */
    private void change(BiConsumer<Ledger, Instant> what) {
        try {
            alone.executeWithoutResult(t -> {
                Loaded loaded = rows.lock(place);
                what.accept(loaded.ledger(), loaded.now());
                rows.save(place, loaded.ledger(), null);
                calm = loaded.ledger().isCalm();
            });
        } catch (DataAccessException | TransactionException failure) {
            LOG.warn("What {} said of its limit could not be kept: {}", place.organisation(), failure.getClass().getSimpleName());
        }
    }
}
