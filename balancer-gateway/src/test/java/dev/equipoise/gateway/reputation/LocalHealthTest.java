package dev.equipoise.gateway.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.ManualClock;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LocalHealthTest {

    private static final List<Sight> WELL = List.of(new Sight("a", 100, 1, 0, 0), new Sight("b", 100, 0, 0, 0));

    private final ManualClock clock = new ManualClock(0);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private double cpu = 0.2;
    private final LocalHealth health = new LocalHealth(List.<Executor>of(tasks::add), () -> cpu, clock);

    @Test
    void aGatewayThatIsWellHasNoStrain() {
        for (int i = 0; i < 10; i++) {
            look(Duration.ofMillis(150));
            assertThat(health.strainAfter(WELL)).isZero();
        }
        cpu = Double.NaN;
        assertThat(health.strainAfter(List.of())).isZero();
    }

    @Test
    void anEventLoopThatLagsStrainsAndItWearsOff() {
        look(Duration.ofMillis(150));
        look(Duration.ofMillis(201));
        look(Duration.ofMillis(1));
        assertThat(health.strainAfter(WELL)).isEqualTo(3);
        assertThat(health.strainAfter(WELL)).isEqualTo(2);
        assertThat(health.strainAfter(WELL)).isEqualTo(1);
        assertThat(health.strainAfter(WELL)).isZero();
    }

    @Test
    void anEventLoopThatHangsStrainsBeforeItsTaskRuns() {
        health.look();
        clock.pass(Duration.ofSeconds(5));
        health.look();
        assertThat(tasks).as("one task waits, not more").hasSize(1);
        assertThat(health.strainAfter(WELL)).isEqualTo(3);
    }

    @Test
    void aBusyMachineAndFailuresTowardsMostWorkersStrain() {
        cpu = 0.95;
        assertThat(health.strainAfter(WELL)).isEqualTo(3);
        List<Sight> most =
                List.of(new Sight("a", 100, 60, 0, 0), new Sight("b", 0, 0, 5, 0), new Sight("c", 100, 0, 0, 0));
        assertThat(health.strainAfter(most)).isEqualTo(8);
        cpu = 0;
        List<Sight> half = List.of(new Sight("a", 100, 60, 0, 0), new Sight("c", 100, 0, 0, 0));
        assertThat(health.strainAfter(half)).isEqualTo(7);
    }

    private void look(Duration lag) {
        health.look();
        clock.pass(lag);
        tasks.remove().run();
    }
}
