package dev.equipoise.launcher.ports;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
    void aTakenPortIsNamedWithItsOwnerAndTheOptionThatChangesIt(String address) throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new PortCheck(any -> " by nginx (pid 812)")
                            .require(List.of(new PortUse(port, "the gateway", "--port"))))
                    .isInstanceOf(LauncherException.class)
                    .hasMessage("port " + port
                            + " for the gateway is taken by nginx (pid 812); choose another with --port");
        }
    }

    @Test
    void theOwnerIsThisProcessWhereTheSystemTells() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> new PortCheck()
                            .require(List.of(new PortUse(taken.getLocalPort(), "the registry", "--registry-port"))))
                    .hasMessageContaining("is taken")
                    .hasMessageContaining("--registry-port");
        }
    }

    @Test
    void aPortAskedForTwiceNamesBothOptions() throws IOException {
        int port = freePort();
        List<PortUse> uses = List.of(
                new PortUse(port, "the registry", "--registry-port"), new PortUse(port, "Redis", "--redis-port"));
        assertThatThrownBy(() -> new PortCheck().require(uses))
                .hasMessageContaining("asked for twice")
                .hasMessageContaining("--registry-port")
                .hasMessageContaining("--redis-port");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void aNumberThatIsNoPortIsNamedWithItsOption(int port) {
        assertThatThrownBy(
                        () -> new PortCheck(any -> "").require(List.of(new PortUse(port, "worker-3", "--worker-port"))))
                .hasMessage("port " + port + " for worker-3 is none: --worker-port takes 1 to 65535");
    }

    @Test
    void freePortsAreFine() throws IOException {
        PortUse use = new PortUse(freePort(), "the gateway", "--port");
        assertThatCode(() -> new PortCheck().require(List.of(use))).doesNotThrowAnyException();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
