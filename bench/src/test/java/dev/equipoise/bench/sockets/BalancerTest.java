package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void whatIsNotInstalledIsToldInOneSentence() {
        Peer unheardOf = new Peer("x", "x", "no-such-balancer", "haproxy-hash.cfg", "", List.of(), "-v");

        assertThatThrownBy(unheardOf::version)
                .isInstanceOf(MissingProgramException.class)
                .hasMessageStartingWith("no-such-balancer is not installed: apt-get install");
    }

    static List<Balancer> balancers() {
        return List.of(
                Peer.NGINX,
                Peer.HAPROXY,
                Peer.HAPROXY_HASH,
                new GatewayBalancer("adaptive", List.of("--equipoise.gateway.retries=0")));
    }
}
