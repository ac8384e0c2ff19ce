package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import dev.equipoise.bench.gateway.FaultyWorkers.Fault;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * 200 requests per second for a long time, while one of ten workers is killed every ten seconds and comes back: what the
 * gateway holds meanwhile. Only those of the proxies that tell what they hold.
 */
record SoakScenario(Duration time, int samples) implements Scenario {

    private static final int WORKERS = 10;
    private static final double PER_SECOND = 200;
    private static final Duration KILL = Duration.ofSeconds(10);

    @Override
    public String play(Stage stage) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("## Soak, " + time.toSeconds() + " s\n");
        for (Proxy proxy : stage.proxies()) {
            int port = stage.firstPort() + Stage.PROXIES;
            if (!proxy.metrics(port).isEmpty()) {
                text.append("\n### ").append(proxy.title()).append("\n\n").append(soak(stage, proxy, port));
            }
        }
        return text.toString();
    }

    private String soak(Stage stage, Proxy proxy, int port) throws IOException, InterruptedException {
        MarkdownTable table = new MarkdownTable(
                List.of("after s", "heap MiB", "direct MiB", "resident MiB", "threads", "descriptors"));
        ByteBuf request = Request.get("/128");
        try (FaultyWorkers workers = FaultyWorkers.start(WORKERS, stage.firstPort(), stage.transport());
                RunningProxy running = RunningProxy.start(
                        proxy, port, workers.ports(), stage.work().resolve("soak"), stage.cores()::alone)) {
            stage.warmUp(List.of(running), request);
            CompletableFuture<Calls> calls = stage.beginAtRate(running.address(), request, PER_SECOND, time, 1);
            long start = System.nanoTime();
            int taken = 0;
            for (int second = 0; !calls.isDone(); second++) {
                stage.progress().tick("soak of " + proxy.title() + ": " + second + " s");
                if (second * (long) samples >= taken * time.toSeconds()) {
                    table.row(sample(running, (System.nanoTime() - start) / 1_000_000_000));
                    taken++;
                }
                if (second % KILL.toSeconds() == KILL.toSeconds() / 2) {
                    workers.breakFirst(Fault.KILL);
                } else if (second % KILL.toSeconds() == KILL.toSeconds() - 1) {
                    workers.mend();
                }
                TimeUnit.NANOSECONDS.sleep(start + (second + 1) * 1_000_000_000L - System.nanoTime());
            }
            Calls all = Stage.await(calls, running);
            return table + "\n" + Figures.whole(all.all()) + " requests, failed " + all.failed() + " " + all.failures()
                    + "\n";
        }
    }

    private static List<String> sample(RunningProxy proxy, long second) throws IOException, InterruptedException {
        String metrics = get(proxy.metrics());
        List<String> row = new ArrayList<>(List.of(Long.toString(second)));
        row.add(megabytes(sum(metrics, "jvm_memory_used_bytes", "area=\"heap\"")));
        row.add(megabytes(sum(metrics, "jvm_buffer_memory_used_bytes", "id=\"direct\"")));
        row.add(megabytes(proxy.process().residentBytes()));
        row.add(Figures.whole(sum(metrics, "jvm_threads_live_threads", "")));
        row.add(Long.toString(descriptors(proxy.process().pid())));
        return row;
    }

    private static String get(String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The sum of a metric over its lines that contain the label. */
    static double sum(String metrics, String name, String label) {
        return metrics.lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String megabytes(double bytes) {
        return Figures.millis(bytes / (1 << 20));
    }

    private static long descriptors(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        }
    }
}
