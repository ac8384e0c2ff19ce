package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Change;
import dev.equipoise.core.simulation.Contenders;
import dev.equipoise.core.simulation.Gateways;
import dev.equipoise.core.simulation.Keys;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.core.simulation.Span;
import dev.equipoise.core.simulation.Traffic;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A scenario as a file, in YAML or JSON; docs/simulation.md has the format. */
final class ScenarioFile {

    static final long MAX_REQUESTS = 10_000_000;

    private static final long MAX_BYTES = 1 << 20;
    private static final long REQUESTS = 200_000;
    private static final double MAX_RATE = 10_000_000;
    private static final int MAX_GATEWAYS = 64;
    private static final Duration INSTANT = Duration.ofNanos(1_000);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ScenarioFile() {}

    /** @throws LauncherException with one sentence about the first thing that is wrong */
    static Plan read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw LauncherException.misuse(file + " is larger than 1 MiB, so it is no scenario");
            }
            boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
            return parse(name, Files.readString(file), json);
        } catch (IOException e) {
            throw LauncherException.misuse("the scenario " + file + " cannot be read");
        }
    }

    /** @param name of the scenario, should it have none of its own */
    static Plan parse(String name, String text, boolean json) {
        JsonNode root;
        try {
            root = (json ? JSON : YAML).readTree(text);
        } catch (JacksonException e) {
            throw LauncherException.misuse("the scenario is no " + (json ? "JSON" : "YAML") + " in line "
                    + (e.getLocation() == null ? "1" : e.getLocation().getLineNr()) + ": "
                    + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it ends too early"));
        }
        Fields file = new Fields("", root);
        Plan plan = new Plan(
                file.text("name", name), scenario(file), contenders(file), file.whole("seed", 1, 0, Long.MAX_VALUE));
        file.complete();
        return plan;
    }

    private static Scenario scenario(Fields file) {
        if (!file.has("workers")) {
            throw LauncherException.misuse("workers is missing: who is in the fleet?");
        }
        WorkerFields fleet = new WorkerFields();
        List<SimulatedWorker> workers = new ArrayList<>();
        file.objects("workers", fields -> workers.addAll(fleet.read(fields)));
        ChangeFields changes = new ChangeFields(fleet, workers);
        List<Change> all = file.objects("changes", changes::read);
        try {
            return new Scenario(workers, traffic(file, workers), gateways(file), all, span(file));
        } catch (IllegalArgumentException e) {
            throw LauncherException.misuse("the scenario makes no sense: " + e.getMessage());
        }
    }

    private static Traffic traffic(Fields file, List<SimulatedWorker> workers) {
        int given = (file.has("load") ? 1 : 0) + (file.has("rate") ? 1 : 0) + (file.has("rates") ? 1 : 0);
        if (given != 1) {
            throw LauncherException.misuse("a scenario has one of load, rate and rates, and this has "
                    + (given == 0 ? "none" : "more than one"));
        }
        Duration timeout = file.duration("timeout", Duration.ofSeconds(5), Duration.ofMillis(1), TEN_MINUTES);
        return new Traffic(phases(file, workers), keys(file), timeout);
    }

    private static List<Traffic.Phase> phases(Fields file, List<SimulatedWorker> workers) {
        if (file.has("rates")) {
            List<Traffic.Phase> phases = file.objects(
                    "rates",
                    fields -> new Traffic.Phase(
                            fields.duration("from", Duration.ZERO, Duration.ZERO, Span.UNLIMITED),
                            fields.number("rate", 0, 0, MAX_RATE)));
            boolean rising = !phases.isEmpty() && phases.get(0).from().isZero();
            for (int i = 1; rising && i < phases.size(); i++) {
                rising = phases.get(i).from().compareTo(phases.get(i - 1).from()) > 0;
            }
            if (!rising) {
                throw LauncherException.misuse("rates begin from 0s, each later than the one before");
            }
            return phases;
        }
        double capacity = workers.stream()
                .mapToDouble(worker -> worker.slots()
                        / (worker.behaviour().serviceTime().mean().toNanos() / 1e9))
                .sum();
        double rate = file.has("rate")
                ? file.number("rate", 0, 0.001, MAX_RATE)
                : file.number("load", 0, 0.000001, 100) * capacity;
        if (rate > MAX_RATE) {
            throw file.refused("load", "comes to more than 10,000,000 requests per second");
        }
        return List.of(new Traffic.Phase(Duration.ZERO, rate));
    }

    private static Keys keys(Fields file) {
        Fields keys = file.object("keys");
        if (keys == null) {
            return Keys.UNIQUE;
        }
        KeyDistribution distribution =
                keys.choice("distribution", KeyDistribution.UNIFORM, List.of(KeyDistribution.values()));
        int count = (int) keys.whole("count", 10_000, 1, Keys.MAX);
        double skew = keys.number("skew", 1, 0, 10);
        keys.complete();
        return switch (distribution) {
            case NONE -> Keys.NONE;
            case UNIQUE -> Keys.UNIQUE;
            case UNIFORM -> Keys.uniform(count);
            case ZIPF -> Keys.zipf(count, skew);
        };
    }

    private enum KeyDistribution {
        NONE,
        UNIQUE,
        UNIFORM,
        ZIPF
    }

    private static Gateways gateways(Fields file) {
        Fields fields = file.object("gateways");
        if (fields == null) {
            return Gateways.ONE;
        }
        Gateways gateways = new Gateways(
                (int) fields.whole("count", 1, 1, MAX_GATEWAYS),
                fields.texts("zones"),
                fields.duration("cross-zone", Duration.ZERO, Duration.ZERO, TEN_MINUTES),
                fields.duration("heartbeat", Duration.ofSeconds(5), Duration.ofMillis(100), HOUR),
                fields.yesOrNo("refresh", false));
        fields.complete();
        return gateways;
    }

    private static Span span(Fields file) {
        return new Span(
                file.duration("warm-up", Duration.ZERO, Duration.ZERO, HOUR),
                file.duration("duration", Span.UNLIMITED, INSTANT, Span.UNLIMITED),
                file.whole("requests", file.has("duration") ? MAX_REQUESTS : REQUESTS, 1, MAX_REQUESTS));
    }

    private static List<String> contenders(Fields file) {
        List<String> names = file.texts("policies");
        return names.isEmpty() ? Contenders.names() : known(names, "policies");
    }

    /** @param where they are named, for the sentence about one that there is not */
    static List<String> known(List<String> names, String where) {
        for (String name : names) {
            if (!Contenders.names().contains(name)) {
                throw LauncherException.misuse("there is no policy " + name + " (" + where + "); there are "
                        + String.join(", ", Contenders.names()));
            }
        }
        return names.stream().distinct().toList();
    }
}
