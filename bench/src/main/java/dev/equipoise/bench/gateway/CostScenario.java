package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request costs: processor time of each proxy for 1,000 of them, at full load from 64 clients, in rounds.
 *
 * @param workers how many there are behind it
 * @param sizes of the bodies, in bytes: 128 and 16384
 */
record CostScenario(int workers, List<Integer> sizes) implements Scenario {

    private record Turn(double millisPerThousand, double perSecond, int failed) {}

    @Override
    public String play(Stage stage) throws IOException, InterruptedException {
        String name = "cost-" + workers;
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        try (StaticBackends backends =
                StaticBackends.start(workers, stage.firstPort(), stage.work().resolve(name), stage.cores())) {
            List<RunningProxy> running = stage.start(backends.ports(), name);
            try {
                for (int size : sizes) {
                    ByteBuf request = Request.get("/" + size);
                    stage.warmUp(running, request);
                    for (int round = 1; round <= stage.rounds(); round++) {
                        for (RunningProxy proxy : stage.order(running, round)) {
                            stage.progress()
                                    .step("%s, %d bytes, round %d: %s"
                                            .formatted(
                                                    name,
                                                    size,
                                                    round,
                                                    proxy.proxy().title()));
                            turns.computeIfAbsent(key(proxy.proxy(), size), any -> new ArrayList<>())
                                    .add(turn(stage, proxy, request));
                        }
                    }
                }
            } finally {
                Stage.end(running);
            }
        }
        return report(stage, turns);
    }

    private static Turn turn(Stage stage, RunningProxy proxy, ByteBuf request) throws InterruptedException {
        long before = proxy.process().cpu().toNanos();
        Calls calls = stage.asMuchAsGoes(proxy, request, stage.length());
        double cpuMillis = (proxy.process().cpu().toNanos() - before) / 1e6;
        return new Turn(cpuMillis / (calls.all() / 1e3), calls.perSecond(), calls.failed());
    }

    private static String key(Proxy proxy, int size) {
        return proxy.name() + " " + size;
    }

    private String report(Stage stage, Map<String, List<Turn>> turns) {
        List<String> head = new ArrayList<>(List.of("proxy"));
        for (int size : sizes) {
            head.addAll(List.of("CPU ms per 1,000, " + size + " B", "× nginx", "requests/s", "failed"));
        }
        MarkdownTable table = new MarkdownTable(head);
        for (Proxy proxy : stage.proxies()) {
            List<String> row = new ArrayList<>(List.of(proxy.title()));
            for (int size : sizes) {
                List<Turn> own = turns.getOrDefault(key(proxy, size), List.of());
                double cost = cost(own);
                double nginx = cost(turns.getOrDefault(key(NativeProxy.NGINX, size), List.of()));
                row.add(Figures.millis(cost));
                row.add(Double.isNaN(nginx) ? "–" : Figures.times(cost / nginx));
                row.add(Figures.whole(
                        Scenario.median(own.stream().map(Turn::perSecond).toList())));
                row.add(Integer.toString(own.stream().mapToInt(Turn::failed).sum()));
            }
            table.row(row);
        }
        return "## Cost, " + workers + " workers\n\n" + table;
    }

    private static double cost(List<Turn> turns) {
        return Scenario.median(turns.stream().map(Turn::millisPerThousand).toList());
    }
}
