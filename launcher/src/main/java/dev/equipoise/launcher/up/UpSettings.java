package dev.equipoise.launcher.up;

import dev.equipoise.launcher.ports.PortUse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} is to start, and where.
 *
 * @param consolePort 0 for no console
 * @param workerPort of the first worker; the others follow
 * @param redis of a Redis that is there already; null for the one in the box
 */
record UpSettings(
        int workers,
        String policy,
        int port,
        int managementPort,
        int registryPort,
        int reputationPort,
        int consolePort,
        int redisPort,
        int workerPort,
        @Nullable RedisUrl redis) {

    private static final String HOST = "http://127.0.0.1:";

    /** The policy whose order is that of registration. */
    boolean strictOrder() {
        return policy.equals("round-robin");
    }

    boolean hasConsole() {
        return consolePort != 0;
    }

    /** Every port that must be free. */
    List<PortUse> ports() {
        List<PortUse> uses = new ArrayList<>();
        uses.add(new PortUse(port, "the gateway", "--port"));
        uses.add(new PortUse(managementPort, "the gateway's management", "--management-port"));
        uses.add(new PortUse(registryPort, "the registry", "--registry-port"));
        uses.add(new PortUse(reputationPort, "the reputation service", "--reputation-port"));
        if (hasConsole()) {
            uses.add(new PortUse(consolePort, "the console", "--console-port"));
        }
        if (redis == null) {
            uses.add(new PortUse(redisPort, "Redis", "--redis-port"));
        }
        for (int number = 1; number <= workers; number++) {
            uses.add(new PortUse(workerPort(number), workerName(number), "--worker-port"));
        }
        return uses;
    }

    URI gateway() {
        return URI.create(HOST + port);
    }

    URI gatewayManagement() {
        return URI.create(HOST + managementPort);
    }

    URI registry() {
        return URI.create(HOST + registryPort);
    }

    URI reputation() {
        return URI.create(HOST + reputationPort);
    }

    URI console() {
        return URI.create(HOST + consolePort);
    }

    /** @param number from 1 */
    URI worker(int number) {
        return URI.create(HOST + workerPort(number));
    }

    int workerPort(int number) {
        return workerPort + number - 1;
    }

    static String workerName(int number) {
        return "worker-" + number;
    }

    static String workerId(int number) {
        return "demo-" + number;
    }
}
