package dev.equipoise.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart in helm/equipoise, rendered by Helm itself. */
final class Chart {

    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    static final Path DIRECTORY = REPOSITORY.resolve("helm/equipoise");
    static final String RELEASE = "fleet";
    static final String NAMESPACE = "equipoise";

    /** What is rendered for; nothing in the chart depends on it, but that it refuses older ones than it needs. */
    static final String KUBERNETES = "1.33.0";

    private static final Path KUBE_CONFIG = Path.of("target/kubeconfig").toAbsolutePath();
    private static final ApiServer CLUSTER = new ApiServer();
    private static final Path COPY;
    private static final String NOTES = "templates/NOTES.txt";

    static {
        if (!KUBE_CONFIG.toString().equals(System.getenv("KUBECONFIG"))) {
            throw new IllegalStateException("These tests look up Secrets in the cluster of KUBECONFIG, which has to be "
                    + KUBE_CONFIG + ", as Maven sets it, so that it is none of yours.");
        }
        try {
            Files.createDirectories(KUBE_CONFIG.getParent());
            Files.writeString(KUBE_CONFIG, CLUSTER.kubeConfig());
            COPY = withoutHooks();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Chart() {}

    static Helm helm() {
        return new Helm(DIRECTORY);
    }

    /** Helm leaves hooks out of what it renders: in this copy, the pod of {@code helm test} is none. */
    private static Path withoutHooks() throws IOException {
        Path copy = KUBE_CONFIG.resolveSibling("chart-without-hooks");
        FileSystemUtils.deleteRecursively(copy);
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(DIRECTORY.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("helm.sh/hook: test", "example.com/hook: test"));
            }
        }
        // Helm prints notes after an installation only: where asked for, they are the comment of an object here.
        Files.writeString(copy.resolve("templates/printed.yaml"), """
                {{- if ((.Values.global).notes) }}
                {kind: Notes, text: {{ tpl (.Files.Get "files/notes.txt") . | toJson }}}
                {{- end }}
                """);
        Files.copy(DIRECTORY.resolve(NOTES), copy.resolve("files/notes.txt"));
        return copy;
    }

    /** Where templates look up what is there. */
    static ApiServer cluster() {
        return CLUSTER;
    }

    /** @param values YAML over those of the chart @throws RuntimeException with Helm's sentence if it refuses them */
    static Manifests render(String values) {
        return withValues(
                values,
                file -> Manifests.parse(new Helm(COPY)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(file)
                        .call()));
    }

    /** What Helm would print. */
    static String notes(String values) {
        Map<String, Object> all = new HashMap<>(yaml().<Map<String, Object>>load(values));
        all.put("global", Map.of("notes", true));
        return render(yaml().dump(all))
                .kind("Notes")
                .findAny()
                .orElseThrow()
                .get("text")
                .asText();
    }

    interface OfValues<T> {
        T apply(Path file);
    }

    static <T> T withValues(String values, OfValues<T> action) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return action.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(REPOSITORY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Helm and Kubernetes read it: YAML 1.1, no duplicate keys. */
    static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }
}
