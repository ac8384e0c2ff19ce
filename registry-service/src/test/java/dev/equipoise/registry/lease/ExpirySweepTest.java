package dev.equipoise.registry.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExpirySweepTest {

    private final AtomicReference<Supplier<List<String>>> answer = new AtomicReference<>(List::of);
    private final ExpirySweep sweep = new ExpirySweep(new SweptLeases(), Duration.ofMillis(1));

    @Test
    void neitherAnAbsentStoreNorABugEndsTheSchedule() throws Exception {
        CountDownLatch after = new CountDownLatch(3);
        answer.set(() -> {
            after.countDown();
            throw after.getCount() == 1
                    ? new IllegalStateException("a bug")
                    : new StoreUnavailableException("away", new IllegalStateException());
        });

        sweep.start();
        assertThat(after.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sweep.isRunning()).isTrue();
        sweep.stop();
        assertThat(sweep.isRunning()).isFalse();
    }

    @Test
    void aSweepThatTakesWorkersOutGoesThrough() {
        answer.set(() -> List.of("w-1"));

        assertThatCode(sweep::sweep).doesNotThrowAnyException();
    }

    private final class SweptLeases implements Leases {

        @Override
        public Session session(String workerId) {
            throw new AssertionError("a sweep asks for no session");
        }

        @Override
        public void renew(String workerId, String leaseId, LoadReport load, Proof proof) {
            throw new AssertionError("a sweep renews nothing");
        }

        @Override
        public List<String> expire() {
            return answer.get().get();
        }
    }
}
