package dev.equipoise.bench.sockets;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Somebody else's balancer, as the distribution installs it.
 *
 * @param program its executable
 * @param template resource beside this class: its configuration with {@code @port@} and {@code @servers@} to fill in
 * @param server a line for one worker; {@code %1$d} is its number from 1 on, {@code %2$d} its port
 * @param arguments what runs it in the foreground with the configuration in its working directory
 * @param versionFlag what makes it tell its version
 */
record Peer(
        String name,
        String title,
        String program,
        String template,
        String server,
        List<String> arguments,
        String versionFlag)
        implements Balancer {

    private static final String HAPROXY_SERVER = "    server w%1$d 127.0.0.1:%2$d";

    static final Peer NGINX = new Peer(
            "nginx",
            "nginx least_conn",
            "nginx",
            "nginx-least_conn.conf",
            "        server 127.0.0.1:%2$d;",
            List.of("-e", "stderr", "-p", "./", "-c", "nginx-least_conn.conf"),
            "-v");

    static final Peer HAPROXY = haproxy("haproxy", "HAProxy leastconn", "haproxy-leastconn.cfg");

    static final Peer HAPROXY_HASH = haproxy("haproxy-hash", "HAProxy hash, bounded", "haproxy-hash.cfg");

    private static Peer haproxy(String name, String title, String template) {
        return new Peer(name, title, "haproxy", template, HAPROXY_SERVER, List.of("-db", "-q", "-f", template), "-v");
    }

    @Override
    public Configuration configuration(int port, List<Integer> workers) {
        List<String> servers = new ArrayList<>();
        for (int worker : workers) {
            servers.add(server.formatted(servers.size() + 1, worker));
        }
        return new Configuration(
                template,
                templateText()
                        .replace("@port@", Integer.toString(port))
                        .replace("@servers@", String.join("\n", servers)));
    }

    private String templateText() {
        try (InputStream text = Peer.class.getResourceAsStream(template)) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command(int port, List<Integer> workers) {
        List<String> command = new ArrayList<>(List.of(executable()));
        command.addAll(arguments);
        return command;
    }

    @Override
    public Duration warmUp() {
        return Duration.ofSeconds(3);
    }

    @Override
    public String version() {
        try {
            Process process = new ProcessBuilder(executable(), versionFlag)
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .findFirst()
                    .orElse("")
                    .replaceAll("^nginx version: nginx/", "nginx ")
                    .replaceAll(" - https.*| 20\\d\\d/.*", "")
                    .replace(" version", "");
        } catch (IOException e) {
            return "";
        }
    }

    /** Daemons are often installed where only the superuser looks for programs. */
    private String executable() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new MissingProgramException(program
                        + " is not installed: apt-get install nginx-light haproxy, or leave it out with --balancers and"
                        + " --hashing (see --help)."));
    }
}
