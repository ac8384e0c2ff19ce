package dev.equipoise.bench.gateway;

import dev.equipoise.bench.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One nginx that listens as many workers and serves a file of 128 bytes, {@code /128}, and one of 16 KiB, {@code /16384}. */
final class StaticBackends implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final RunningProcess process;
    private final List<Integer> ports;

    private StaticBackends(RunningProcess process, List<Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    static StaticBackends start(int workers, int firstPort, Path work, Cores cores)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(work.resolve("backends"));
        Path files = Files.createDirectories(directory.resolve("files"));
        for (int size : List.of(128, 16_384)) {
            Files.writeString(files.resolve(Integer.toString(size)), "x".repeat(size));
        }
        List<Integer> ports =
                IntStream.range(firstPort, firstPort + workers).boxed().toList();
        NativeProxy.fill(
                "backends.conf",
                directory,
                "@listens@",
                ports.stream()
                        .map(port -> "        listen 127.0.0.1:" + port + ";")
                        .collect(Collectors.joining("\n")));
        RunningProcess process = RunningProcess.start(
                "the workers",
                cores.others(
                        List.of(NativeProxy.executable("nginx"), "-e", "stderr", "-p", "./", "-c", "backends.conf")),
                directory,
                Map.of());
        process.awaitReady(() -> listens(ports.get(workers - 1)), START);
        return new StaticBackends(process, ports);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    List<Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        process.close();
    }
}
