package dev.equipoise.bench.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Our gateway in front of a fixed list of workers, started by {@code ./equipoise gateway}: with the flags that users get.
 *
 * @param jvmFlags beside those; empty for none
 * @param lane arguments that send requests its way
 * @param extra more arguments
 */
record EquipoiseProxy(String name, String title, String jvmFlags, List<String> lane, List<String> extra)
        implements Proxy {

    /** Its management port is so much higher than its own. */
    private static final int MANAGEMENT = 1;

    static EquipoiseProxy express(List<String> extra) {
        return new EquipoiseProxy(
                "equipoise-express",
                "Equipoise, express lane",
                "",
                List.of("--equipoise.gateway.express.enabled=true"),
                extra);
    }

    static EquipoiseProxy spring(List<String> extra) {
        return new EquipoiseProxy(
                "equipoise-spring",
                "Equipoise, Spring's lane",
                "",
                List.of("--equipoise.gateway.express.enabled=false"),
                extra);
    }

    /**
     * The same gateway with other flags.
     *
     * @param number tells those with other flags apart
     */
    EquipoiseProxy with(String flags, int number) {
        return new EquipoiseProxy(name + "-" + number, title + ", " + flags, flags, lane, extra);
    }

    @Override
    public List<String> command(int port, List<Integer> workers, Path directory) {
        List<String> command = new ArrayList<>();
        if (!jvmFlags.isEmpty()) {
            command.addAll(List.of("env", "EQUIPOISE_JAVA_OPTS=" + jvmFlags));
        }
        command.addAll(List.of(
                Path.of("equipoise").toAbsolutePath().toString(),
                "gateway",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--management.server.port=" + (port + MANAGEMENT),
                "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=2s",
                "--equipoise.gateway.static-workers="
                        + workers.stream().map(worker -> "127.0.0.1:" + worker).collect(Collectors.joining(","))));
        command.add("--equipoise.gateway.access-log.file=" + directory.resolve("access.log"));
        command.addAll(lane);
        command.addAll(extra);
        return command;
    }

    @Override
    public int warmUps() {
        return 4;
    }

    @Override
    public String metrics(int port) {
        return "http://127.0.0.1:" + (port + MANAGEMENT) + "/actuator/prometheus";
    }
}
