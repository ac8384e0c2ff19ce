package dev.equipoise.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.equipoise.core.simulation.Behaviour;
import dev.equipoise.core.simulation.Change;
import dev.equipoise.core.simulation.Contenders;
import dev.equipoise.core.simulation.Keys;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.ServiceTime;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFileTest {

    private static final Path SAMPLES = Path.of("../docs/scenarios");

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleCanBeRead(Path sample) {
        assertThat(ScenarioFile.read(sample).scenario().workers()).isNotEmpty();
    }

    @Test
    void theBuiltInScenarioIsTheSample() {
        assertThat(ScenarioFile.read(SAMPLES.resolve("slow-worker.yaml"))).isEqualTo(Plan.BUILT_IN);
    }

    @Test
    void everyFieldIsRead() {
        Plan plan = yaml("""
                name: All of it
                seed: 7
                policies: [adaptive, oracle-shortest-wait, adaptive]
                rates: [{from: 0s, rate: 10}, {from: 1.5m, rate: 0}]
                requests: 5000
                duration: 1h
                warm-up: 500ms
                timeout: 2s
                keys: {distribution: zipf, count: 50, skew: 1.2}
                gateways: {count: 3, zones: [a, b], cross-zone: 250us, heartbeat: 1s, refresh: true}
                workers:
                  - {id: one, slots: 2, declared: false, weight: 2.5, zone: a, slowness: 3, refusing: true}
                  - count: 2
                    service-time: {distribution: lognormal, mean: 5ms, sigma: 0.5}
                    failing: 0.25
                    fails-after: 1ms
                    hanging: 0.5
                changes:
                  - {at: 1s, leave: one}
                  - {at: 2s, worker: w-3, hanging: 0}
                  - {at: 2s, join: {id: late, slots: 1}}
                  - {at: 3s, rejoin: one}
                  - {at: 3s, worker: w-3, slowness: 2}
                """);
        assertThat(plan.name()).isEqualTo("All of it");
        assertThat(plan.seed()).isEqualTo(7);
        assertThat(plan.contenders()).containsExactly("adaptive", "oracle-shortest-wait");
        Scenario scenario = plan.scenario();
        assertThat(scenario.traffic().phases()).hasSize(2);
        assertThat(scenario.traffic().phases().get(1).from()).isEqualTo(Duration.ofSeconds(90));
        assertThat(scenario.traffic().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(scenario.traffic().keys()).isEqualTo(Keys.zipf(50, 1.2));
        assertThat(scenario.span().requests()).isEqualTo(5_000);
        assertThat(scenario.span().length()).isEqualTo(Duration.ofHours(1));
        assertThat(scenario.span().warmUp()).isEqualTo(Duration.ofMillis(500));
        assertThat(scenario.gateways().count()).isEqualTo(3);
        assertThat(scenario.gateways().zones()).containsExactly("a", "b");
        assertThat(scenario.gateways().crossZone()).isEqualTo(Duration.ofNanos(250_000));
        assertThat(scenario.gateways().heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(scenario.gateways().refreshing()).isTrue();

        assertThat(scenario.workers()).extracting(SimulatedWorker::id).containsExactly("one", "w-2", "w-3");
        SimulatedWorker one = scenario.workers().get(0);
        assertThat(one.slots()).isEqualTo(2);
        assertThat(one.worker().capacity().maxConnections()).isZero();
        assertThat(one.worker().weight()).isEqualTo(2.5);
        assertThat(one.worker().zone()).isEqualTo("a");
        assertThat(one.behaviour().slowness()).isEqualTo(3);
        assertThat(one.behaviour().refusing()).isTrue();
        SimulatedWorker other = scenario.workers().get(2);
        assertThat(other.worker().capacity().maxConnections()).isEqualTo(8);
        Behaviour before = Behaviour.healthy(ServiceTime.lognormal(Duration.ofMillis(5), 0.5))
                .failing(0.25, Duration.ofMillis(1))
                .hanging(0.5);
        assertThat(other.behaviour()).isEqualTo(before);

        assertThat(scenario.changes()).hasSize(5);
        assertThat(scenario.changes().get(0)).isEqualTo(new Change.Leave(Duration.ofSeconds(1), "one"));
        assertThat(scenario.changes().get(1))
                .isEqualTo(new Change.Behave(Duration.ofSeconds(2), "w-3", before.hanging(0)));
        assertThat(scenario.changes().get(2).id()).isEqualTo("late");
        assertThat(scenario.changes().get(3)).isEqualTo(new Change.Join(Duration.ofSeconds(3), one));
        assertThat(scenario.changes().get(4))
                .as("what an earlier change changed stays changed")
                .isEqualTo(new Change.Behave(
                        Duration.ofSeconds(3), "w-3", before.hanging(0).slower(2)));
    }

    @Test
    void loadIsTheShareOfWhatTheHealthyFleetCouldServe() {
        Plan plan = yaml("""
                load: 0.5
                workers:
                  - {count: 9, slots: 8, service-time: {mean: 20ms}}
                  - {count: 1, slots: 8, service-time: {mean: 20ms}, slowness: 10}
                """);
        assertThat(plan.scenario().traffic().phases().get(0).requestsPerSecond())
                .isEqualTo(2_000);
        assertThat(plan.contenders()).isEqualTo(Contenders.names());
    }

    @Test
    void jsonIsReadToo() {
        Plan plan = ScenarioFile.parse("json", "{\"rate\": 10, \"workers\": [{\"count\": 3}]}", true);
        assertThat(plan.name()).isEqualTo("json");
        assertThat(plan.scenario().workers()).hasSize(3);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "workers: [{slotz: 1}]|there is no field workers[0].slotz in a scenario; workers[0] may have count",
                "wrokers: []|workers is missing",
                "{workers: [{}], rate: 1, extra: 1}|there is no field extra",
                "workers: 3|workers is a list, and not 3",
                "workers: [3]|workers[0] is an object with fields",
                "workers: [{count: 10001}]|workers[0].count is a whole number from 1 to 10,000, and not 10001",
                "workers: [{count: 1.5}]|workers[0].count is a whole number",
                "workers: [{count: 6000}, {count: 6000}]|workers are more than 10,000 in all",
                "workers: [{id: a}, {id: a}]|there are two workers with the id a",
                "workers: [{weight: 0}]|workers[0].weight is a number from 0.01 to 1000, and not 0",
                "workers: [{weight: .nan}]|the scenario is no YAML in line 1: Malformed",
                "workers: [{weight: heavy}]|workers[0].weight is a number from 0.01 to 1000, and not heavy",
                "workers: [{declared: 1}]|workers[0].declared is true or false, and not 1",
                "workers: [{id: []}]|workers[0].id is a text",
                "workers: [{service-time: 20ms}]|workers[0].service-time is an object with fields",
                "workers: [{service-time: {mean: 20}}]|workers[0].service-time.mean is a time from 1us to 1h, such as",
                "workers: [{service-time: {mean: 0ms}}]|workers[0].service-time.mean is a time from 1us to 1h",
                "workers: [{service-time: {distribution: normal}}]|workers[0].service-time.distribution is one of exp",
                "workers: [{service-time: {median: 1s}}]|no field workers[0].service-time.median",
                "workers: [{failing: 0.6, hanging: 0.6}]|workers[0].hanging and failing are shares",
                "workers: [{}]|one of load, rate and rates, and this has none",
                "{workers: [{}], load: 1, rate: 1}|one of load, rate and rates, and this has more than one",
                "{workers: [{}], rate: -1}|rate is a number from 0.001 to 10000000, and not -1",
                "{workers: [{count: 10000, slots: 100000}], load: 1}|load comes to more than 10,000,000 requests per second",
                "{workers: [{}], rates: []}|rates begin from 0s, each later than the one before",
                "{workers: [{}], rates: [{from: 1s, rate: 1}]}|rates begin from 0s",
                "{workers: [{}], rate: 1, requests: 10000001}|requests is a whole number from 1 to 10,000,000",
                "{workers: [{}], rate: 1, keys: {count: 0}}|keys.count is a whole number from 1 to 1,000,000",
                "{workers: [{}], rate: 1, keys: {distribution: zip}}|keys.distribution is one of none, unique, uniform, zipf",
                "{workers: [{}], rate: 1, gateways: {count: 65}}|gateways.count is a whole number from 1 to 64",
                "{workers: [{}], rate: 1, policies: [best]}|there is no policy best (policies); there are oracle-",
                "{workers: [{service-time: {sigma: 1}}]}|there is no field workers[0].service-time.sigma",
                "{workers: [{}], rate: 1, seed: x}|seed is a whole number",
                "{workers: [{}], changes: [{at: 1s}]}|changes[0].at goes with one of join, leave, rejoin and worker",
                "{workers: [{}], changes: [{at: 1s, leave: w-9}]}|changes[0].leave is the id of a worker",
                "{workers: [{}], changes: [{at: 2s, leave: w-1}, {at: 1s, rejoin: w-1}]}|changes[1].at is before",
                "{workers: [{}], changes: [{at: 1s, worker: w-1, slots: 3}]}|no field changes[0].slots",
                "{workers: [{}], changes: [{at: 1s, join: {count: 2}}]}|changes[0].join.count is for the fleet",
                "{workers: [{}], rate: 1, rate: 2}|the scenario is no YAML in line 1: Duplicate",
                "{workers: [|the scenario is no YAML in line",
                "just words|a scenario is an object with fields",
            })
    void whatIsWrongIsSaidInOneSentenceThatNamesTheField(String text, String sentence) {
        LauncherException refused = catchThrowableOfType(LauncherException.class, () -> yaml(text));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused).hasMessageContaining(sentence);
        assertThat(refused.getMessage()).doesNotContain("\n");
    }

    @Test
    void aFileThatIsNotThereOrIsTooLargeIsMisuse(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> ScenarioFile.read(directory.resolve("none.yaml")))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("none.yaml cannot be read");
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> ScenarioFile.read(large))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("larger than 1 MiB");
    }

    private static Plan yaml(String text) {
        return ScenarioFile.parse("test", text, false);
    }
}
