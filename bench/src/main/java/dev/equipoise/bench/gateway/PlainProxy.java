package dev.equipoise.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Spring Cloud Gateway as it comes, in the same versions, on the JDK that runs this benchmark. */
record PlainProxy() implements Proxy {

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public String title() {
        return "plain Spring Cloud Gateway";
    }

    @Override
    public List<String> command(int port, List<Integer> workers, Path directory) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                jar().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port));
        for (int i = 0; i < workers.size(); i++) {
            command.add("--spring.cloud.discovery.client.simple.instances.fleet[" + i + "].uri=http://127.0.0.1:"
                    + workers.get(i));
        }
        return command;
    }

    private static Path jar() {
        try (Stream<Path> jars = Files.list(Path.of("bench", "plain-gateway", "target"))) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith("-app.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("bench/plain-gateway is not built: run bench/gateway, which does it", e);
        }
    }

    @Override
    public int warmUps() {
        return 4;
    }
}
