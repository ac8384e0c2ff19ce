package dev.equipoise.gateway.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DrainedWorkersTest {

    private final LongLived guests = new LongLived();
    private final AtomicReference<Fleet> fleet = new AtomicReference<>(fleet(1, WorkerStatus.UP));
    private final DrainedWorkers drained = new DrainedWorkers(guests, fleet::get);

    private static Fleet fleet(int version, WorkerStatus status) {
        return Fleet.of(
                version,
                List.of(
                        Worker.of("a", URI.create("http://10.0.0.1:80")).withStatus(status),
                        Worker.of("b", URI.create("http://10.0.0.2:80")).withSequence(1)));
    }

    private static final class Guest implements LongLived.Guest {
        private final String worker;
        private int told;

        Guest(String worker) {
            this.worker = worker;
        }

        @Override
        public String worker() {
            return worker;
        }

        @Override
        public void goAway() {
            told++;
        }
    }

    @Test
    void whoIsAtAWorkerThatDrainsIsToldAndNobodyElse() {
        Guest atA = new Guest("a");
        Guest atB = new Guest("b");
        Guest atNobody = new Guest("gone");
        List.of(atA, atB, atNobody).forEach(guests::begun);
        drained.look();
        assertThat(atA.told).isZero();
        fleet.set(fleet(2, WorkerStatus.DRAINING));
        drained.look();
        assertThat(atA.told).isEqualTo(1);
        assertThat(atB.told + atNobody.told).isZero();
    }

    @Test
    void whoComesAfterTheGatewayLeavesIsToldAtOnce() {
        Guest before = new Guest("a");
        guests.begun(before);
        guests.leave();
        Guest after = new Guest("b");
        guests.begun(after);
        assertThat(before.told).isEqualTo(1);
        assertThat(after.told).isEqualTo(1);
        guests.ended(before);
        guests.ended(after);
        assertThat(guests.count()).isZero();
    }
}
