package dev.equipoise.bench.sockets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Our gateway in front of a fixed list of workers, started by {@code ./equipoise gateway}: with the flags that users get.
 *
 * @param policy how it chooses
 * @param extra more arguments for it
 */
record GatewayBalancer(String policy, List<String> extra) implements Balancer {

    /** Its management port is the one after its own. */
    static final int PORTS = 2;

    @Override
    public String name() {
        return policy;
    }

    @Override
    public String title() {
        return "Equipoise " + policy;
    }

    @Override
    public Configuration configuration(int port, List<Integer> workers) {
        String text = "./equipoise gateway \\\n    " + String.join(" \\\n    ", arguments(port, workers)) + "\n";
        return new Configuration("equipoise-" + policy + ".sh", text);
    }

    @Override
    public List<String> command(int port, List<Integer> workers) {
        List<String> command =
                new ArrayList<>(List.of(Path.of("equipoise").toAbsolutePath().toString(), "gateway"));
        command.addAll(arguments(port, workers));
        return command;
    }

    private List<String> arguments(int port, List<Integer> workers) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--management.server.port=" + (port + 1),
                "--equipoise.gateway.static-workers="
                        + workers.stream().map(worker -> "127.0.0.1:" + worker).collect(Collectors.joining(",")),
                "--equipoise.gateway.policy=" + policy,
                "--equipoise.gateway.hash-on=header:X-Key"));
        arguments.addAll(extra);
        return arguments;
    }

    @Override
    public Duration warmUp() {
        return Duration.ofSeconds(25);
    }

    @Override
    public String version() {
        return "";
    }
}
