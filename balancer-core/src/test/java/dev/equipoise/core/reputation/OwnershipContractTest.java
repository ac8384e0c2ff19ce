package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ownership holds. The fake and the Redis adapter are its subclasses. */
public abstract class OwnershipContractTest {

    private static final Duration TERM = Duration.ofMinutes(10);

    private Ownership ownership;

    /** One that nobody has. */
    protected abstract Ownership nobodys();

    /** Time passes in the store. */
    protected abstract void pass(Duration time);

    @BeforeEach
    void open() {
        ownership = nobodys();
    }

    @Test
    void whoTakesItFirstHasItAndRenewsIt() {
        assertThat(ownership.hold("a", TERM)).isTrue();
        assertThat(ownership.hold("b", TERM)).isFalse();
        assertThat(ownership.hold("a", TERM)).isTrue();
    }

    @Test
    void aRenewalCountsFromItsOwnMoment() {
        ownership.hold("a", TERM);
        pass(TERM.minusMinutes(1));
        ownership.hold("a", TERM);
        pass(TERM.minusMinutes(1));

        assertThat(ownership.hold("b", TERM)).isFalse();
    }

    @Test
    void theAttemptsOfOthersDoNotProlongIt() {
        ownership.hold("a", TERM);
        pass(TERM.minusMinutes(1));
        assertThat(ownership.hold("b", TERM)).isFalse();
        pass(Duration.ofMinutes(2));

        assertThat(ownership.hold("b", TERM)).isTrue();
        assertThat(ownership.hold("a", TERM)).isFalse();
    }

    @Test
    void onlyTheOwnerGivesItUp() {
        ownership.hold("a", TERM);
        ownership.release("b");
        assertThat(ownership.hold("b", TERM)).isFalse();

        ownership.release("a");
        ownership.release("a");

        assertThat(ownership.hold("b", TERM)).isTrue();
        ownership.release("a");
        assertThat(ownership.hold("a", TERM)).isFalse();
    }

    @Test
    void ofManyThatWantItAtATimeOneHasIt() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < 10; round++) {
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> held = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    String replica = "replica-" + racer;
                    held.add(threads.submit(() -> {
                        start.await();
                        return ownership.hold(replica, TERM);
                    }));
                }
                start.countDown();
                int owners = 0;
                for (int racer = 0; racer < racers; racer++) {
                    owners += held.get(racer).get() ? 1 : 0;
                }
                assertThat(owners).isEqualTo(1);
                for (int racer = 0; racer < racers; racer++) {
                    ownership.release("replica-" + racer);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
