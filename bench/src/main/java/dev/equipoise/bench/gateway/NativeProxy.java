package dev.equipoise.bench.gateway;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * nginx or HAProxy, as the distribution installs them.
 *
 * @param template resource beside this class with {@code @port@} and {@code @servers@}
 * @param server a line for one worker; {@code %1$d} is its number, {@code %2$d} its port
 */
record NativeProxy(String name, String title, String template, String server, List<String> arguments) implements Proxy {

    static final NativeProxy NGINX = new NativeProxy(
            "nginx",
            "nginx `least_conn`",
            "nginx.conf",
            "        server 127.0.0.1:%2$d;",
            List.of("-e", "stderr", "-p", "./", "-c", "nginx.conf"));

    static final NativeProxy HAPROXY = new NativeProxy(
            "haproxy",
            "HAProxy `leastconn`",
            "haproxy.cfg",
            "    server w%1$d 127.0.0.1:%2$d check inter 5s observe layer7 error-limit 10 on-error mark-down",
            List.of("-db", "-q", "-f", "haproxy.cfg"));

    @Override
    public List<String> command(int port, List<Integer> workers, Path directory) {
        List<String> servers = new ArrayList<>();
        for (int worker : workers) {
            servers.add(server.formatted(servers.size() + 1, worker));
        }
        fill(template, directory, "@port@", Integer.toString(port), "@servers@", String.join("\n", servers));
        List<String> command = new ArrayList<>(List.of(executable(name)));
        command.addAll(arguments);
        return command;
    }

    @Override
    public int warmUps() {
        return 1;
    }

    /** Writes the resource into the directory under its own name, with some words replaced by others. */
    static void fill(String template, Path directory, String... words) {
        try (InputStream resource = NativeProxy.class.getResourceAsStream(template)) {
            String text = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
            for (int i = 0; i < words.length; i += 2) {
                text = text.replace(words[i], words[i + 1]);
            }
            Files.writeString(directory.resolve(template), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Daemons are often installed where only the superuser looks for programs. */
    static String executable(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(program
                        + " is not installed: apt-get install nginx-light haproxy, or leave it out with --proxies."
                        + " nginx is needed in any case: it serves what is proxied."));
    }
}
