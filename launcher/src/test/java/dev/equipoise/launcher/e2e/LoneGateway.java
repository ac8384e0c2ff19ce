package dev.equipoise.launcher.e2e;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gateway with a fixed list of workers, neither registry nor Redis, all of them processes. {@code -De2e.gateway=--a=b,--c=d} adds
 * arguments to the gateway's: a lane, for one.
 */
final class LoneGateway implements AutoCloseable {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private final Path directory;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final Process gateway;
    private final int port;

    LoneGateway(Path directory, int count, String... arguments) throws Exception {
        this.directory = directory;
        int[] free = freePorts(count + 2);
        for (int i = 0; i < count; i++) {
            ports.add(free[i]);
            workers.add(startWorker(i));
        }
        port = free[count];
        List<String> command = java(jar("balancer-gateway"));
        command.addAll(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--management.server.port=" + free[count + 1],
                "--equipoise.gateway.static-workers="
                        + ports.stream().map(it -> "127.0.0.1:" + it).collect(Collectors.joining(","))));
        command.addAll(Arrays.asList(arguments));
        String more = System.getProperty("e2e.gateway", "");
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split(",")));
        }
        gateway = start(command, "gateway.log");
        try {
            RunningSuite.await("the workers", () -> ports.stream().allMatch(LoneGateway::listens));
            HttpClient http = HttpClient.newHttpClient();
            RunningSuite.await("the gateway", () -> {
                if (!gateway.isAlive()) {
                    throw new IllegalStateException(Files.readString(directory.resolve("gateway.log")));
                }
                return http.send(HttpRequest.newBuilder(uri("/")).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            });
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** SIGKILL. */
    void kill(int worker) throws InterruptedException {
        workers.get(worker).destroyForcibly().waitFor();
    }

    /** What it wrote down stays. */
    void startAgain(int worker) throws Exception {
        workers.set(worker, startWorker(worker));
        RunningSuite.await("the worker", () -> listens(ports.get(worker)));
    }

    /** SIGSTOP: it answers nothing, and the system goes on accepting connections for it. */
    void pause(int worker) throws Exception {
        signal("-STOP", worker);
    }

    /** SIGCONT. */
    void resume(int worker) throws Exception {
        signal("-CONT", worker);
    }

    private void signal(String signal, int worker) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", signal, Long.toString(workers.get(worker).pid()))
                .start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("kill " + signal + " failed");
        }
    }

    /** Which worker answers under this id of the gateway's. */
    int numberOf(String id) {
        return ports.indexOf(Integer.parseInt(id.substring(id.indexOf(':') + 1)));
    }

    static String nameOf(int worker) {
        return "worker-" + worker;
    }

    /** The bodies of all POSTs that any worker got, in no order. */
    List<String> posts() throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            Path file = directory.resolve(nameOf(i));
            if (Files.exists(file)) {
                all.addAll(Files.readAllLines(file));
            }
        }
        return all;
    }

    private Process startWorker(int worker) throws IOException {
        List<String> command =
                java("-cp", Path.of("target", "test-classes").toAbsolutePath().toString());
        command.addAll(List.of(
                RecordingWorker.class.getName(),
                nameOf(worker),
                Integer.toString(ports.get(worker)),
                directory.resolve(nameOf(worker)).toString()));
        return start(command, nameOf(worker) + ".log");
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String[] jar(String module) throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve(module).resolve("target"))) {
            return new String[] {
                "-jar",
                jars.filter(jar -> jar.getFileName().toString().endsWith("-app.jar"))
                        .findFirst()
                        .orElseThrow()
                        .toString()
            };
        }
    }

    private Process start(List<String> command, String log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(directory.resolve(log).toFile()))
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports[i] = sockets.get(i).getLocalPort();
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    @Override
    public void close() throws InterruptedException {
        // Not politely: one that is paused would not hear it.
        for (Process worker : workers) {
            worker.destroyForcibly().waitFor();
        }
        gateway.destroy();
        if (!gateway.waitFor(40, TimeUnit.SECONDS)) {
            gateway.destroyForcibly().waitFor();
        }
    }
}
