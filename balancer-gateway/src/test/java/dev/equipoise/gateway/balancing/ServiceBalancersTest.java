package dev.equipoise.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.guards.ServiceGuards;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServiceBalancersTest {

    private static final URI ADDRESS = URI.create("http://127.0.0.1:9001");

    private final Worker a = Worker.of("a", ADDRESS);
    private final Worker b = Worker.of("b", ADDRESS).withSequence(1);
    private final ServiceBalancers balancers = new ServiceBalancers(name -> {
        LoadTracker tracker = new PeakEwmaLoadTracker(() -> 0);
        return new ServiceBalancer("round-robin", tracker, () -> new Random(1), request -> null, ServiceGuards.NONE);
    });

    @Test
    void onlyWorkersThatAreUpAndServeTheServiceArePicked() {
        Worker other = Worker.of("c", ADDRESS).withServices(Set.of("images"));
        balancers.accept(Fleet.of(1, List.of(a, b.withStatus(WorkerStatus.DRAINING), other)));

        assertThat(picked("default")).containsExactly("a");
        assertThat(picked("images")).containsExactly("c");
        assertThat(picked("nothing")).isEmpty();
        assertThat(balancers.eligible().size()).isEqualTo(2);
    }

    @Test
    void aWorkerThatRefusedIsOutUntilItAccepts() {
        balancers.accept(Fleet.of(1, List.of(a, b)));
        balancers.refusedBy(a);
        assertThat(picked("default")).containsExactly("b");
        assertThat(balancers.eligible().workers()).containsExactly(b);

        balancers.acceptedBy(a);
        assertThat(picked("default")).containsExactly("a", "b");
    }

    @Test
    void aRefusalOutlivesChangesOfOthersButNotANewRegistration() {
        balancers.accept(Fleet.of(1, List.of(a, b)));
        balancers.refusedBy(a);
        Worker c = Worker.of("c", ADDRESS);
        balancers.accept(Fleet.of(2, List.of(a, b, c)));
        assertThat(picked("default")).containsExactly("b", "c");

        Worker again = new Worker("a", ADDRESS, Set.of("default"), "", Capacity.UNDECLARED, 1, WorkerStatus.UP, 0, 99);
        balancers.accept(Fleet.of(3, List.of(again, b, c)));
        assertThat(picked("default")).containsExactly("a", "b", "c");

        balancers.refusedBy(a);
        assertThat(picked("default")).as("a refusal of the registration before").containsExactly("a", "b", "c");
    }

    @Test
    void whenAllRefusedAllAreTried() {
        balancers.accept(Fleet.of(1, List.of(a, b)));
        balancers.refusedBy(a);
        balancers.refusedBy(b);

        assertThat(picked("default")).containsExactly("a", "b");
        assertThat(balancers.eligible().isEmpty()).isTrue();
    }

    @Test
    void aServiceSwitchesItsPolicyAndKeepsWhatItKnowsOfTheLoad() {
        balancers.accept(Fleet.of(1, List.of(a, b)));
        ServiceBalancer balancer = balancers.of("default");
        balancer.tracker().start(a);

        balancers.switchPolicy("default", "least-connections");
        assertThat(balancer.policy()).isEqualTo("least-connections");
        assertThat(picked("default")).containsExactly("b");

        balancers.accept(Fleet.of(2, List.of(a)));
        assertThat(picked("default")).as("after a change").containsExactly("a");
    }

    @Test
    void aSwitchToNothingOrOfNothingIsRefusedWithASentence() {
        balancers.accept(Fleet.of(1, List.of(a, b)));
        balancers.of("default");

        assertThatThrownBy(() -> balancers.switchPolicy("default", "guess"))
                .isInstanceOf(UnknownPolicyException.class)
                .hasMessageContaining("guess")
                .hasMessageContaining("round-robin");
        assertThatThrownBy(() -> balancers.switchPolicy("images", "adaptive"))
                .isInstanceOf(UnknownServiceException.class)
                .hasMessageContaining("images")
                .hasMessageContaining("default");
        assertThat(balancers.of("default").policy()).isEqualTo("round-robin");
        assertThat(balancers.names()).as("asking makes no service").containsExactly("default");
    }

    private Set<String> picked(String service) {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            Worker worker = balancers.of(service).pick(PickRequest.ANY);
            if (worker != null) {
                ids.add(worker.id());
            }
        }
        return ids;
    }
}
