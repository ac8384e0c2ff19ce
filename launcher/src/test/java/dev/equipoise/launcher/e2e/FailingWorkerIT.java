package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trust decides traffic, with real processes: two gateways see, the reputation service judges, and what it says reaches
 * picks. Facts weigh more and fade sooner than by default, so that the way there and back fits into a test; who judges, when
 * and at which scores is the default.
 */
@Tag("long")
class ReputationIT {

    private static final long SEED = 20261121;
    private static final int PER_SECOND = 200;
    private static final int WORKERS = 5;
    private static final Pattern STATE = Pattern.compile("\"state\":\"([a-z]+)\"");
    private static final Pattern SCORE = Pattern.compile("\"score\":(-?[0-9.E-]+)");
    private static final Map<String, String> QUICK = Map.of(
            "EQUIPOISE_REPUTATION_SCORE_BEHAVIOURUP", "30s",
            "EQUIPOISE_REPUTATION_SCORE_BEHAVIOURDOWN", "120s",
            "EQUIPOISE_REPUTATION_SCORE_PROVENUP", "30s",
            "EQUIPOISE_REPUTATION_SCORE_PROVENDOWN", "120s",
            "EQUIPOISE_REPUTATION_SCORE_DEBT", "10s",
            "EQUIPOISE_REPUTATION_TRUST_LEASTQUARANTINE", "2s",
            "EQUIPOISE_REPUTATION_TRUST_PROBATION", "5s",
            "EQUIPOISE_REPUTATION_WEIGHTS_OUTLIER_BEHAVIOUR", "25",
            "EQUIPOISE_REPUTATION_WEIGHTS_FRAMING_PROVEN", "31");

    @TempDir
    Path directory;

    private final List<MoodyWorker> workers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (MoodyWorker worker : workers) {
            worker.close();
        }
    }

    @Test
    void whoTalksNonsenseIsQuarantinedAndEarnsItBack() throws Exception {
        run((suite, load) -> {
            long began = System.nanoTime();
            workers.get(1).talksNonsense(true);
            RunningSuite.await("its quarantine", () -> state(suite, "demo-2").equals("quarantined"));
            Figures.print("a worker that talks nonsense was quarantined", began);
            workers.get(1).talksNonsense(false);
            RunningSuite.await("its return", () -> usable(suite, "demo-2"));
            int before = served(load, "demo-2");
            RunningSuite.await("requests to it", () -> served(load, "demo-2") > before + 20);
            Figures.print("healed, it got traffic again", began);
        });
    }

    @Test
    void whoFailsIsQuarantinedAndEarnsItBackAndAllAtOnceAreNot() throws Exception {
        run((suite, load) -> {
            long began = System.nanoTime();
            workers.get(0).fails(0.3);
            RunningSuite.await("its weight to fall", () -> score(suite, "demo-1") < -20);
            Figures.print("the weight of a worker that fails three of ten fell", began);
            RunningSuite.await("its quarantine", () -> state(suite, "demo-1").equals("quarantined"));
            Figures.print("it was quarantined", began);
            workers.get(0).fails(0);
            RunningSuite.await("its return", () -> usable(suite, "demo-1"));
            int before = served(load, "demo-1");
            RunningSuite.await("requests to it", () -> served(load, "demo-1") > before + 20);
            Figures.print("healed, it got traffic again", began);

            for (MoodyWorker worker : workers) {
                worker.fails(0.5);
            }
            int answered = served(load, "");
            RunningSuite.await("answers while all fail", () -> served(load, "") > answered + 50 * PER_SECOND);
            assertThat(known(suite, "quarantined")).as("quarantined").isLessThanOrEqualTo(1);
        });
    }

    /** What happens under load in a suite with two gateways that are two witnesses. */
    @FunctionalInterface
    private interface Story {
        void tell(RunningSuite suite, Load load) throws Exception;
    }

    private void run(Story story) throws Exception {
        System.out.println("seed " + SEED);
        Path keyOfSecond = enrolGateway("gateway-2");
        Map<String, String> environment = new HashMap<>(QUICK);
        environment.put(
                "EQUIPOISE_TRUST_DIRECTORY", directory.resolve("trusted").toString());
        try (RunningSuite suite = new RunningSuite(directory, environment, "--workers=0", "--policy=round-robin")) {
            SigningKey key = demoKey(suite);
            for (int i = 1; i <= WORKERS; i++) {
                workers.add(new MoodyWorker("demo-" + i, suite.registry(""), key, SEED + i));
            }
            RunningSuite.await("the workers", () -> addresses(suite) == WORKERS);
            URI second = suite.startSecondGateway(List.of("--equipoise.gateway.key=" + keyOfSecond));
            RunningSuite.await("everybody to be known", () -> known(suite, "") == WORKERS);
            try (Load load = new Load(PER_SECOND, suite.gateway("/"), second)) {
                load.passes(PER_SECOND);
                story.tell(suite, load);
            }
        }
    }

    /** A key of its own, so that it is a second witness. @return the file of the private key */
    private Path enrolGateway(String id) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path trusted = Files.createDirectories(directory.resolve("trusted"));
        String publicKey = pem("PUBLIC KEY", pair.getPublic().getEncoded()).replace("\n", "\\n");
        Files.writeString(
                trusted.resolve(id + ".json"),
                "{\"owner\": \"tests\", \"role\": [\"gateway\"], \"publicKey\": \"" + publicKey + "\"}");
        return Files.writeString(
                directory.resolve(id + ".pem"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }

    private static SigningKey demoKey(RunningSuite suite) throws Exception {
        Path file = suite.state().resolve("keys").resolve("demo.hmac");
        return KeyFiles.signingKey("demo", "demo.hmac", Files.readString(file));
    }

    private static int served(Load load, String worker) {
        return load.byWorker().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("Server: " + worker))
                .mapToInt(entry -> entry.getValue().get())
                .sum();
    }

    private static long addresses(RunningSuite suite) throws Exception {
        return suite.workers().chars().filter(c -> c == ',').count()
                + (suite.workers().contains("http") ? 1 : 0);
    }

    /** How many workers have a state that begins so. */
    private static long known(RunningSuite suite, String state) throws Exception {
        return STATE.matcher(suite.get(suite.reputation("/api/v1/standings")).body())
                .results()
                .filter(match -> match.group(1).startsWith(state))
                .count();
    }

    private static boolean usable(RunningSuite suite, String worker) throws Exception {
        return List.of("probation", "degraded", "active").contains(state(suite, worker));
    }

    private static String state(RunningSuite suite, String worker) throws Exception {
        return first(STATE, suite, worker, "");
    }

    private static double score(RunningSuite suite, String worker) throws Exception {
        return Double.parseDouble(first(SCORE, suite, worker, "0"));
    }

    private static String first(Pattern pattern, RunningSuite suite, String worker, String otherwise) throws Exception {
        Matcher matcher = pattern.matcher(
                suite.get(suite.reputation("/api/v1/standings/" + worker)).body());
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
