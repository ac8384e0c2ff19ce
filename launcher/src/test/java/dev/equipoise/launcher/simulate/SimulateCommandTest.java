package dev.equipoise.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

class SimulateCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutAFileItRunsTheBuiltInScenario() throws Exception {
        assertThat(simulate("--policies", "round-robin,adaptive", "--requests", "60000"))
                .isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("One slow worker of ten: 10 workers, 1 gateway"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("POLICY +FAILED +MEAN ms .*TO IMPAIRED"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("round-robin +10\\.\\d %.* 10\\.0 %"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("adaptive +0\\.0 %.* 0\\.\\d+ %"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("round-robin: [\\d,]+ timed out"));
        for (String plot : List.of("latency.svg", "share.svg", "share-over-time.svg")) {
            Document svg = parsed(directory.resolve("plots").resolve(plot));
            assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(svg.getDocumentElement().getTextContent()).contains("adaptive", "round-robin");
        }
    }

    @Test
    void aScenarioHasTheColumnsThatMeanSomethingInIt() throws Exception {
        Path scenario = Files.writeString(directory.resolve("zones.yaml"), """
                name: Zones & <keys>
                rate: 200
                requests: 2000
                keys: {distribution: uniform, count: 100}
                gateways: {count: 2, zones: [a, b]}
                workers: [{zone: a}, {zone: b}]
                policies: [consistent-hash]
                """);
        assertThat(simulate(scenario.toString(), "--seed", "9")).isZero();
        assertThat(out.toString())
                .contains("Zones & <keys>: 2 workers, 2 gateways, 2,000 requests after the warm-up, seed 9")
                .contains("SHARED KEYS", "MAX/MEAN KEYS", "IN ZONE")
                .doesNotContain("IMPAIRED");
        assertThat(parsed(directory.resolve("plots/latency.svg"))
                        .getDocumentElement()
                        .getTextContent())
                .contains("Zones & <keys>");
    }

    @Test
    void theSameSeedShowsTheSame() {
        simulate("--policies", "adaptive", "--requests", "50000", "--seed", "3");
        String first = figures();
        simulate("--policies", "adaptive", "--requests", "50000", "--seed", "3");
        assertThat(figures()).isEqualTo(first);
        simulate("--policies", "adaptive", "--requests", "50000", "--seed", "4");
        assertThat(figures()).isNotEqualTo(first);
    }

    @Test
    void badInputIsOneSentenceAndExitCodeTwo() throws IOException {
        Path scenario =
                Files.writeString(directory.resolve("bad.json"), "{\"rate\": 1, \"workers\": [{\"slots\": 0}]}");
        assertThat(simulate(scenario.toString())).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("equipoise: workers[0].slots is a whole number from 1 to 100,000, and not 0\n");
        assertThat(simulate("--policies", "best")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no policy best (--policies); there are oracle-shortest-queue");
        assertThat(simulate("--requests", "10000001")).isEqualTo(2);
        assertThat(err.toString()).contains("--requests is a whole number from 1 to 10,000,000");
        assertThat(simulate("--seed", "x")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(simulate("--policies", "round-robin", "--requests", "100")).isEqualTo(2);
        assertThat(err.toString()).contains("no request arrives after the warm-up");
    }

    @Test
    void whatIsWrongIsFoundBeforeAnythingRuns() {
        assertThat(simulate("--policies", "round-robin,best")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsMisuse() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(execute("simulate", "--output", file.resolve("plots").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("(--output)");
    }

    private String figures() {
        String figures = out.toString()
                .lines()
                .filter(line -> line.startsWith("adaptive"))
                .reduce("", String::concat);
        out.getBuffer().setLength(0);
        assertThat(figures).isNotEmpty();
        return figures;
    }

    private int simulate(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("simulate", "--output", directory.resolve("plots").toString()));
        all.addAll(List.of(arguments));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private static Document parsed(Path svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
    }
}
