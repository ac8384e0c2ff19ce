package dev.equipoise.launcher.e2e;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.equipoise.core.reputation.Account;
import dev.equipoise.core.reputation.Explanation;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactFile;
import dev.equipoise.core.reputation.Ledger;
import dev.equipoise.core.reputation.Score;
import dev.equipoise.core.reputation.ScoreTerms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the reputation service of a suite says, and what follows from its facts by core's own classes. */
final class Reputations {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STANDINGS = "/api/v1/standings";
    private static final int OK = 200;

    private final RunningSuite suite;
    private final ScoreTerms terms;
    private final HttpClient http = HttpClient.newHttpClient();

    Reputations(RunningSuite suite, ScoreTerms terms) {
        this.suite = suite;
        this.terms = terms;
    }

    /** How many workers have a state that begins so. */
    long known(String state) throws IOException, InterruptedException {
        long known = 0;
        for (JsonNode standing : json(STANDINGS).path("standings")) {
            known += standing.path("state").asString().startsWith(state) ? 1 : 0;
        }
        return known;
    }

    /** Empty where nobody knows it. */
    String state(String worker) throws IOException, InterruptedException {
        return standing(worker).path("state").asString("");
    }

    double score(String worker) throws IOException, InterruptedException {
        return standing(worker).path("score").asDouble(0);
    }

    double multiplier(String worker) throws IOException, InterruptedException {
        return standing(worker).path("multiplier").asDouble(1);
    }

    Instant since(String worker) throws IOException, InterruptedException {
        return Instant.parse(standing(worker).path("since").asString());
    }

    boolean isUsable(String worker) throws IOException, InterruptedException {
        return List.of("probation", "degraded", "active").contains(state(worker));
    }

    /** Past the time in which it is watched. */
    boolean isTrusted(String worker) throws IOException, InterruptedException {
        return List.of("degraded", "active").contains(state(worker));
    }

    private JsonNode standing(String worker) throws IOException, InterruptedException {
        return json(STANDINGS + "/" + worker);
    }

    /** Missing where the answer is not 200. */
    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = suite.get(suite.reputation(path));
        return answer.statusCode() == OK ? JSON.readTree(answer.body()) : JSON.missingNode();
    }

    /** The last fifty facts of this type about a worker, newest first, as {@code lease-lost}. */
    List<JsonNode> events(String worker, String type) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode event : json(STANDINGS + "/" + worker + "/events").path("events")) {
            if (event.path("type").asString().equals(type)) {
                events.add(event);
            }
        }
        return events;
    }

    /** An operator says this of a worker: quarantine, ban or pardon. */
    void say(String verdict, String worker) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                asOperator(suite.reputation(STANDINGS + "/" + worker + "/" + verdict))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"why\":\"a test\",\"by\":\"tests\"}"))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(verdict + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private HttpRequest.Builder asOperator(URI uri) throws IOException {
        Path token = suite.state().resolve("keys").resolve("operator.token");
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + Files.readString(token).strip());
    }

    /** The whole log, its chain of hashes verified. */
    List<Fact> export(Path file) throws IOException, InterruptedException {
        HttpResponse<Path> answer = http.send(
                asOperator(suite.reputation("/api/v1/facts/export")).build(),
                BodyHandlers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING));
        if (answer.statusCode() != OK) {
            throw new IOException("the export was answered " + answer.statusCode());
        }
        return facts(file);
    }

    /** What a file of facts holds, its chain of hashes verified. */
    static List<Fact> facts(Path file) {
        List<Fact> facts = new ArrayList<>();
        FactFile.read(file, facts::add);
        return facts;
    }

    /**
     * The difference between the score that the service gives now, with its parts, and that of these facts at the very time
     * the service names; empty if they are the same to the last bit.
     */
    String differs(String worker, List<Fact> facts) throws IOException, InterruptedException {
        JsonNode said = json(STANDINGS + "/" + worker + "/explain");
        Instant at = Instant.parse(said.path("at").asString());
        Explanation replayed = Ledger.of(terms, facts).explain(worker, at.toEpochMilli());
        Score score = replayed == null ? new Account(terms).score(0) : replayed.score();
        JsonNode parts = said.path("parts");
        StringBuilder differences = new StringBuilder();
        compare("score", said.path("score"), score.points(), differences);
        compare("proven", parts.path("proven"), score.proven(), differences);
        compare("behaviour", parts.path("behaviour"), score.behaviour(), differences);
        compare("credit", parts.path("credit"), score.credit(), differences);
        compare("debt", parts.path("debt"), score.debt(), differences);
        compare("flap", parts.path("flap"), score.flap(), differences);
        System.out.println(worker + " at " + at + ": " + said.path("score") + ", replayed " + score.points());
        return differences.toString();
    }

    private static void compare(String what, JsonNode said, double replayed, StringBuilder differences) {
        if (!said.isNumber() || Double.doubleToLongBits(said.asDouble()) != Double.doubleToLongBits(replayed)) {
            differences
                    .append(what)
                    .append(' ')
                    .append(said)
                    .append(" != ")
                    .append(replayed)
                    .append("; ");
        }
    }
}
