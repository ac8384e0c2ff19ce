package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Response times at 70 % of what each proxy can carry, 128 bytes, ten workers. */
record LatencyScenario() implements Scenario {

    private static final double SHARE = 0.7;
    private static final int WORKERS = 10;

    @Override
    public String play(Stage stage) throws IOException, InterruptedException {
        ByteBuf request = Request.get("/128");
        Map<Proxy, Double> saturation = new HashMap<>();
        Map<Proxy, List<Latencies>> times = new HashMap<>();
        Map<Proxy, Integer> failed = new HashMap<>();
        try (StaticBackends backends =
                StaticBackends.start(WORKERS, stage.firstPort(), stage.work().resolve("latency"), stage.cores())) {
            List<RunningProxy> running = stage.start(backends.ports(), "latency");
            try {
                stage.warmUp(running, request);
                for (RunningProxy proxy : running) {
                    stage.progress().step("latency: what " + proxy.proxy().title() + " can carry");
                    saturation.put(
                            proxy.proxy(),
                            stage.asMuchAsGoes(proxy, request, stage.length()).perSecond());
                }
                for (int round = 1; round <= stage.rounds(); round++) {
                    for (RunningProxy proxy : stage.order(running, round)) {
                        stage.progress()
                                .step("latency, round " + round + ": "
                                        + proxy.proxy().title());
                        double rate = saturation.getOrDefault(proxy.proxy(), 0.0) * SHARE;
                        Calls calls = stage.atRate(proxy, request, rate, stage.length(), round);
                        times.computeIfAbsent(proxy.proxy(), any -> new ArrayList<>())
                                .add(calls.latencies());
                        failed.merge(proxy.proxy(), calls.failed(), Integer::sum);
                    }
                }
            } finally {
                Stage.end(running);
            }
        }
        MarkdownTable table = new MarkdownTable(
                List.of("proxy", "saturated at, requests/s", "rate", "p50 ms", "p99 ms", "p99.9 ms", "failed"));
        for (Proxy proxy : stage.proxies()) {
            Latencies all = Latencies.pooled(times.getOrDefault(proxy, List.of()));
            double most = saturation.getOrDefault(proxy, 0.0);
            table.row(List.of(
                    proxy.title(),
                    Figures.whole(most),
                    Figures.whole(most * SHARE),
                    Figures.times(all.percentile(0.5)),
                    Figures.times(all.percentile(0.99)),
                    Figures.times(all.percentile(0.999)),
                    Integer.toString(failed.getOrDefault(proxy, 0))));
        }
        return "## Response times at 70 % of saturation\n\n" + table;
    }
}
