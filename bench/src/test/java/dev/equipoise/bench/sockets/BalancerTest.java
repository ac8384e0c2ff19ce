package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BalancerTest {

    @ParameterizedTest
    @MethodSource("balancers")
    void aConfigurationNamesEveryPortAndNoPathOfThisMachine(Balancer balancer) {
        String text = balancer.configuration(8000, List.of(9001, 9002)).text();

        assertThat(text)
                .contains("8000", "127.0.0.1:9001", "127.0.0.1:9002")
                .doesNotContain("@")
                .doesNotContain(System.getProperty("user.dir"));
    }

    static List<Balancer> balancers() {
        return List.of(
                Peer.NGINX,
                Peer.HAPROXY,
                Peer.HAPROXY_HASH,
                new GatewayBalancer("adaptive", List.of("--equipoise.gateway.retries=0")));
    }
}
