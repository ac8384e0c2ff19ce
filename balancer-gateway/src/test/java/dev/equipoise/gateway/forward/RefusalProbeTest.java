package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.guards.ServiceGuards;
import dev.equipoise.gateway.routing.RoutingIT;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.resources.LoopResources;

class RefusalProbeTest {

    private final ServiceBalancers balancers = new ServiceBalancers(name -> new ServiceBalancer(
            "round-robin", new PeakEwmaLoadTracker(() -> 0), () -> new Random(1), request -> null, ServiceGuards.NONE));
    private final Queue<String> refusing = new ConcurrentLinkedQueue<>();
    private final LoopResources loops = LoopResources.create("probe", 1, true);
    private final RefusalProbe probe = new RefusalProbe(
            balancers, worker -> refusing.add(worker.id()), loops, DefaultAddressResolverGroup.INSTANCE);

    @AfterEach
    void end() {
        probe.stop();
        loops.disposeLater().block();
    }

    @Test
    void whoAcceptsAgainComesBackAndWhoDoesNotIsToldOf() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ServerSocket ending = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Worker there = at("there", "http://127.0.0.1:" + listening.getLocalPort());
            Worker away =
                    at("away", "http://127.0.0.1:" + ending.getLocalPort()).withSequence(1);
            // Named without a port, and of TLS: wherever it leads, the others are knocked at.
            Worker portless = at("portless", "https://[::1]").withSequence(2);
            balancers.accept(Fleet.of(1, List.of(there, away, portless)));
            ending.close();
            List.of(there, away, portless).forEach(balancers::refusedBy);
            probe.start();
            RoutingIT.await("the first to be back", () -> !balancers.refused().contains(there));
            RoutingIT.await("the second to refuse twice", () -> count("away") >= 2);
            assertThat(balancers.refused()).contains(away);
            assertThat(refusing).doesNotContain("there");
        }
    }

    private long count(String worker) {
        return refusing.stream().filter(worker::equals).count();
    }

    private static Worker at(String id, String address) {
        return Worker.of(id, URI.create(address));
    }
}
