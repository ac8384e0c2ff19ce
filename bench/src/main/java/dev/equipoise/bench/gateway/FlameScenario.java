package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where our gateways spend their time, at full load from 64 clients that ask for 128 bytes.
 *
 * @param directory gets a flame graph of each
 * @param workers how many there are behind it
 */
record FlameScenario(Path directory, int workers) implements Scenario {

    @Override
    public String play(Stage stage) throws IOException, InterruptedException {
        Map<Proxy, Map<Part, Long>> parts = new LinkedHashMap<>();
        Path work = stage.work().resolve("flames");
        try (StaticBackends backends = StaticBackends.start(workers, stage.firstPort(), work, stage.cores())) {
            List<RunningProxy> running = stage.start(backends.ports(), "flames");
            try {
                ByteBuf request = Request.get("/128");
                stage.warmUp(running, request);
                for (RunningProxy proxy : running) {
                    // Only ours tell of themselves; only they are worth a look here.
                    if (!proxy.metrics().isEmpty()) {
                        stage.progress().step("flames: " + proxy.proxy().title());
                        parts.put(proxy.proxy(), record(stage, proxy, request, work));
                    }
                }
            } finally {
                Stage.end(running);
            }
        }
        return report(parts);
    }

    private Map<Part, Long> record(Stage stage, RunningProxy proxy, ByteBuf request, Path work)
            throws IOException, InterruptedException {
        JvmProfile profile =
                JvmProfile.start(proxy.process(), work.resolve(proxy.proxy().name() + ".jfr"));
        stage.asMuchAsGoes(proxy, request, stage.length());
        FlameGraph flames = new FlameGraph();
        Map<Part, Long> parts = new EnumMap<>(Part.class);
        profile.stop(stack -> {
            flames.add(stack);
            parts.merge(Part.of(stack), 1L, Long::sum);
        });
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("flames-" + proxy.proxy().name() + ".svg"),
                flames.svg(proxy.proxy().title() + ": " + flames.samples() + " samples"));
        return parts;
    }

    private String report(Map<Proxy, Map<Part, Long>> parts) {
        List<String> head = new ArrayList<>(List.of("share of the samples"));
        parts.keySet().forEach(proxy -> head.add(proxy.title()));
        MarkdownTable table = new MarkdownTable(head);
        for (Part part : Part.values()) {
            List<String> row = new ArrayList<>(List.of(part.title()));
            parts.values()
                    .forEach(own -> row.add(Figures.percent((double) own.getOrDefault(part, 0L)
                            / own.values().stream().mapToLong(Long::longValue).sum())));
            table.row(row);
        }
        return "## Where the time goes, 128 B, " + Figures.whole(workers) + " workers\n\n" + table;
    }
}
