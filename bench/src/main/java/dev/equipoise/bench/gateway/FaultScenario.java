package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import dev.equipoise.bench.gateway.FaultyWorkers.Fault;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One of ten workers breaks a quarter into the turn and stays broken: how many requests are slow, how many fail. 2,000 requests
 * per second, response times of 5 ms. A proxy is started anew for each, so that it remembers nothing, and has a turn before in which nothing breaks.
 */
record FaultScenario(List<Fault> faults) implements Scenario {

    private static final int WORKERS = 10;
    private static final double PER_SECOND = 2_000;
    private static final double SLOW_MILLIS = 500;

    @Override
    public String play(Stage stage) throws InterruptedException {
        MarkdownTable table = new MarkdownTable(List.of(
                "what breaks, under what",
                "proxy",
                "requests",
                "slower than 500 ms",
                "failed",
                "p99 ms",
                "p99 ms, the turn before",
                "how they failed"));
        for (Fault fault : faults) {
            for (String method : List.of("GET", "POST")) {
                for (Proxy proxy : stage.proxies()) {
                    stage.progress().step("faults, " + fault.title() + ", " + method + ": " + proxy.title());
                    Turn turn = turn(stage, proxy, fault, method);
                    Calls calls = turn.broken;
                    table.row(List.of(
                            fault.title() + ", " + method,
                            proxy.title(),
                            Figures.whole(calls.all()),
                            Integer.toString(calls.slowerThan(SLOW_MILLIS) - calls.failed()),
                            Integer.toString(calls.failed()),
                            Figures.millis(calls.latencies().percentile(0.99)),
                            Figures.millis(turn.before.latencies().percentile(0.99)),
                            calls.failures().entrySet().stream()
                                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                                    .collect(Collectors.joining(", "))));
                }
            }
        }
        return "## Faults\n\n" + table;
    }

    /**
     * @param before while nothing was broken yet
     * @param broken while something breaks
     */
    private record Turn(Calls before, Calls broken) {}

    private static Turn turn(Stage stage, Proxy proxy, Fault fault, String method) throws InterruptedException {
        ByteBuf request = method.equals("GET") ? Request.get("/128") : Request.post("/128");
        int port = stage.firstPort() + Stage.PROXIES;
        try (FaultyWorkers workers = FaultyWorkers.start(WORKERS, stage.firstPort(), stage.transport());
                RunningProxy running = RunningProxy.start(
                        proxy, port, workers.ports(), stage.work().resolve("faults"), stage.cores()::alone)) {
            stage.warmUp(List.of(running), request);
            Calls before = stage.atRate(running, request, PER_SECOND, stage.length(), 0);
            CompletableFuture<Calls> calls =
                    stage.beginAtRate(running.address(), request, PER_SECOND, stage.length(), 1);
            TimeUnit.NANOSECONDS.sleep(stage.length().toNanos() / 4);
            workers.breakFirst(fault);
            return new Turn(before, Stage.await(calls, running));
        }
    }
}
