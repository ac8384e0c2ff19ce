package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the start of a proxy to its first answer, in rounds; each alone, on all processors, as one that is deployed. */
record StartScenario() implements Scenario {

    private record Start(double seconds, double cpuSeconds, double mebibytes) {}

    @Override
    public String play(Stage stage) throws IOException, InterruptedException {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        Path work = stage.work().resolve("start");
        try (StaticBackends backends =
                StaticBackends.start(10, stage.firstPort(), stage.work().resolve("start"), stage.cores())) {
            for (int round = 0; round <= stage.rounds(); round++) {
                for (Proxy proxy : stage.proxies()) {
                    stage.progress().step("start, round " + round + ": " + proxy.title());
                    Start start = start(proxy, stage, backends.ports(), work);
                    // The first of each fills the caches of the machine.
                    if (round > 0) {
                        starts.computeIfAbsent(proxy.name(), any -> new ArrayList<>())
                                .add(start);
                    }
                }
            }
        }
        MarkdownTable table =
                new MarkdownTable(List.of("proxy", "to the first answer, s", "CPU until then, s", "resident, MiB"));
        for (Proxy proxy : stage.proxies()) {
            List<Start> own = starts.getOrDefault(proxy.name(), List.of());
            table.row(List.of(
                    proxy.title(),
                    Figures.millis(
                            Scenario.median(own.stream().map(Start::seconds).toList())),
                    Figures.millis(
                            Scenario.median(own.stream().map(Start::cpuSeconds).toList())),
                    Figures.whole(
                            Scenario.median(own.stream().map(Start::mebibytes).toList()))));
        }
        return "## Start\n\n" + table;
    }

    private static Start start(Proxy proxy, Stage stage, List<Integer> workers, Path work) throws InterruptedException {
        long begun = System.nanoTime();
        try (RunningProxy running =
                RunningProxy.start(proxy, stage.firstPort() + Stage.PROXIES, workers, work, stage.cores()::all)) {
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Start(
                    seconds,
                    running.process().cpu().toNanos() / 1e9,
                    running.process().residentBytes() / (1024.0 * 1024));
        }
    }
}
