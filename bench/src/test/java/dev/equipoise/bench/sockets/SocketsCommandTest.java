package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SocketsCommandTest {

    @Test
    void anUnknownBalancerIsToldWhichThereAre() {
        StringWriter errors = new StringWriter();

        int code = new CommandLine(new SocketsCommand())
                .setErr(new PrintWriter(errors))
                .execute("--balancers", "traefik");

        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("there is no balancer \"traefik\"", "nginx", "round-robin");
    }
}
