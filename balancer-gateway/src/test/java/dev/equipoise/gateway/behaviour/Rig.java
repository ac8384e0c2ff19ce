package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A gateway one of whose lanes is tried, and the workers behind it. Tests know its port, and nothing else of it. */
final class Rig implements AutoCloseable {

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final GatewayForTests gateway;
    private final ScriptedWorker worker;
    private final int port;

    private Rig(GatewayForTests gateway, ScriptedWorker worker) {
        this.gateway = gateway;
        this.worker = worker;
        this.port = gateway.uri("/").getPort();
    }

    /** In front of one worker. */
    static Rig open(Lane lane, String... arguments) {
        ScriptedWorker worker = new ScriptedWorker("worker");
        return new Rig(gateway(lane, List.of(worker.port()), arguments), worker);
    }

    /** A gateway in front of whatever listens at these ports of loopback. */
    static GatewayForTests gateway(Lane lane, List<Integer> ports, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--equipoise.clients.mode=off",
                "--equipoise.guards.outlier-ejection.enabled=false",
                "--equipoise.gateway.static-workers="
                        + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","))));
        all.addAll(lane.arguments());
        all.addAll(Arrays.asList(arguments));
        return new GatewayForTests(GatewayApplication.class, all.toArray(String[]::new));
    }

    int port() {
        return port;
    }

    ScriptedWorker worker() {
        return worker;
    }

    RawClient client() throws IOException {
        return new RawClient(port);
    }

    /** Waits for a condition; fails after 20 s. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** So many bytes that no two parts of 251 are the same place of it. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        IntStream.range(0, length).forEach(i -> bytes[i] = (byte) (i % 251));
        return bytes;
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        worker.close();
    }
}
