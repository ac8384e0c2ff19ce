package dev.equipoise.launcher.ports;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Finds out before anything is started whether all ports can be had. */
public final class PortCheck {

    private final IntFunction<String> owner;

    public PortCheck() {
        this(port -> PortOwner.of(port).map(who -> " by " + who).orElse(""));
    }

    /** @param owner names the process that listens on a port, for a sentence */
    PortCheck(IntFunction<String> owner) {
        this.owner = owner;
    }

    /** @throws LauncherException that names the first port that cannot be had, and the option that changes it */
    public void require(List<PortUse> uses) {
        Map<Integer, PortUse> seen = new HashMap<>();
        for (PortUse use : uses) {
            if (!use.valid()) {
                throw LauncherException.misuse("port " + use.port() + " for " + use.what() + " is none: " + use.option()
                        + " takes 1 to 65535");
            }
            PortUse other = seen.putIfAbsent(use.port(), use);
            if (other != null) {
                throw LauncherException.misuse("port " + use.port() + " is asked for twice, by " + other.what() + " ("
                        + other.option() + ") and " + use.what() + " (" + use.option() + ")");
            }
            if (!free(use.port())) {
                throw LauncherException.misuse("port " + use.port() + " for " + use.what() + " is taken"
                        + owner.apply(use.port()) + "; choose another with " + use.option());
            }
        }
    }

    private static boolean free(int port) {
        // Both: elsewhere than on Linux a wildcard socket may be had beside one that is bound to loopback.
        return binds(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && binds(new InetSocketAddress(port));
    }

    private static boolean binds(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port whose last connections are in TIME_WAIT is free for a listener.
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
