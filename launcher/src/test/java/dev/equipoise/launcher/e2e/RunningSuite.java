package dev.equipoise.launcher.e2e;

import dev.equipoise.launcher.state.Suite;
import dev.equipoise.launcher.state.Suite.Part;
import dev.equipoise.launcher.state.SuiteFile;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./equipoise up} as a user runs it, on free ports and with a state directory of its own. Its parts can be killed,
 * stopped and started again with the very command the launcher used. Ends everything it started.
 */
public final class RunningSuite implements AutoCloseable {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path CACHE = Path.of("target", "e2e-cache").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path state;
    private final Path output;
    private final Process launcher;
    private final int firstWorkerPort;
    private final int reputationPort;
    private final Map<String, Command> commands = new HashMap<>();
    private final List<Process> restarted = new ArrayList<>();

    private record Command(List<String> words, Map<String, String> environment) {}

    /** @param options of {@code up}, which count more than those tests usually want */
    public RunningSuite(Path directory, String... options) throws Exception {
        this(directory, Map.of(), options);
    }

    /** @param environment which every part inherits, too */
    RunningSuite(Path directory, Map<String, String> environment, String... options) throws Exception {
        state = directory.resolve("state");
        output = directory.resolve("up.txt");
        Files.createDirectories(CACHE);
        int[] ports = freePorts(5);
        reputationPort = ports[4];
        firstWorkerPort = freeRange(10);
        List<String> command = command(
                "up",
                "--state-dir=" + state,
                "--cache-dir=" + CACHE,
                "--startup-cache=first",
                "--port=" + ports[0],
                "--management-port=" + ports[1],
                "--registry-port=" + ports[2],
                "--redis-port=" + ports[3],
                "--reputation-port=" + ports[4],
                "--console-port=0",
                "--worker-port=" + firstWorkerPort);
        for (String option : options) {
            String name = option.substring(0, option.indexOf('=') + 1);
            command.removeIf(word -> !name.isEmpty() && word.startsWith(name));
            command.add(option);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        launcher = builder.start();
        try {
            awaitReady();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    /** The launcher with these arguments. */
    static List<String> command(String... arguments) throws IOException {
        Path target = HOME.resolve("launcher").resolve("target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dequipoise.home=" + HOME,
                "-jar",
                onlyJar(target).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path onlyJar(Path target) throws IOException {
        try (var jars = Files.list(target)) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith("-app.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no launcher in " + target));
        }
    }

    /** What {@code up} has printed. */
    public String printed() throws IOException {
        return Files.readString(output);
    }

    public Path state() {
        return state;
    }

    public Suite suite() throws IOException {
        String printed = printed();
        return new SuiteFile(state.resolve("suite.json"))
                .read()
                .orElseThrow(() -> new IllegalStateException("the suite has ended: " + printed));
    }

    public URI gateway(String path) throws IOException {
        return URI.create(suite().gateway() + path);
    }

    URI registry(String path) throws IOException {
        return URI.create(suite().registry() + path);
    }

    URI reputation(String path) {
        return URI.create("http://127.0.0.1:" + reputationPort + path);
    }

    public HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What {@code GET /workers} of the gateway says. */
    String workers() throws IOException, InterruptedException {
        return get(gateway("/workers")).body();
    }

    String addressOfWorker(int number) {
        return "http://127.0.0.1:" + (firstWorkerPort + number - 1);
    }

    /** SIGKILL. */
    public void kill(String name) {
        ProcessHandle process = process(name);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM; returns when it is gone. */
    void terminate(String name) throws Exception {
        ProcessHandle process = process(name);
        process.destroy();
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts a part again as the launcher had started it. */
    public void startAgain(String name) throws IOException {
        Command command = commands.get(name);
        ProcessBuilder builder = new ProcessBuilder(command.words())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        state.resolve("logs").resolve(name + "-again.log").toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(command.environment());
        restarted.add(builder.start());
        running.put(name, restarted.get(restarted.size() - 1).toHandle());
    }

    /** Starts a second gateway beside the one of the suite, under the name {@code gateway-2}. @return where it listens */
    URI startSecondGateway() throws Exception {
        return startSecondGateway(List.of());
    }

    /** @param more arguments, which count more than those of the first */
    URI startSecondGateway(List<String> more) throws Exception {
        int[] ports = freePorts(2);
        Command first = commands.get("gateway");
        List<String> words = new ArrayList<>(first.words().stream()
                .map(word -> word.startsWith("--server.port=")
                        ? "--server.port=" + ports[0]
                        : word.startsWith("--management.server.port=") ? "--management.server.port=" + ports[1] : word)
                .toList());
        for (String argument : more) {
            String name = argument.substring(0, argument.indexOf('=') + 1);
            words.removeIf(word -> word.startsWith(name));
            words.add(argument);
        }
        commands.put("gateway-2", new Command(words, first.environment()));
        startAgain("gateway-2");
        URI second = URI.create("http://127.0.0.1:" + ports[0] + "/");
        await("the second gateway", () -> get(second).statusCode() == 200);
        return second;
    }

    private final Map<String, ProcessHandle> running = new HashMap<>();

    private ProcessHandle process(String name) {
        return running.get(name);
    }

    /** Remembers a part's command line and environment while it lives. */
    private void remember(Part part) throws IOException {
        ProcessHandle process = part.process().find().orElseThrow();
        running.put(part.name(), process);
        List<String> words = List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .split("\0"));
        Map<String, String> environment = new HashMap<>();
        for (String entry : Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                .split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        commands.put(part.name(), new Command(words, environment));
    }

    private void awaitReady() throws Exception {
        await("the suite to be ready", () -> {
            if (!launcher.isAlive()) {
                throw new IllegalStateException("up ended with " + launcher.exitValue() + ": " + printed());
            }
            return printed().contains("The reputation service is up");
        });
        for (Part part : suite().parts()) {
            remember(part);
        }
    }

    /** Waits for a condition; fails after three minutes. Who does not answer yet is asked again. */
    public static void await(String what, Callable<Boolean> condition) throws Exception {
        await(what, Duration.ofSeconds(180), condition);
    }

    private static void await(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still waiting for " + what);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IOException e) {
            return false;
        }
    }

    /** What the gateway has complained of, with the lines that follow: the end of it, for a failed assertion. */
    String complaintsOfGateway() throws IOException {
        List<String> lines = Files.readAllLines(state.resolve("logs").resolve("gateway.log"));
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(" ERROR ") || lines.get(i).contains(" WARN ")) {
                complaints.addAll(lines.subList(i, Math.min(i + 4, lines.size())));
            }
        }
        int last = complaints.size();
        return String.join("\n", complaints.subList(Math.max(0, last - 80), last));
    }

    /** As Ctrl-C does, but from outside. @return the exit code */
    int stop() throws InterruptedException {
        launcher.destroy();
        return launcher.waitFor();
    }

    /** Processes that mention the state directory: what a run must not leave behind. */
    List<String> leftovers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(state.toString()))
                .toList();
    }

    @Override
    public void close() throws Exception {
        if (launcher.isAlive()) {
            stop();
        }
        for (Process process : restarted) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** Ports that are free now; nobody holds them. */
    public static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports[i] = socket.getLocalPort();
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** The first of {@code count} free ports in a row, below the range from which the system takes outgoing ones. */
    private static int freeRange(int count) {
        for (int first = 21_000 + (int) (ProcessHandle.current().pid() % 400) * 20; first < 32_000; first += count) {
            if (isFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    private static boolean isFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
