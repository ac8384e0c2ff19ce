package dev.equipoise.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.console.happening.Happenings;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A running console before services that are played. */
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef-token";
    private static final String PASSWORD = "correct horse battery";
    private static final String WHY = "{\"why\":\"it smells\"}";

    @TempDir
    private static Path directory;

    private static FakeServices services;
    private static ConfigurableApplicationContext context;
    private static URI console;

    private final Browser browser = new Browser(console);

    @BeforeAll
    static void start() throws Exception {
        services = new FakeServices();
        services.says("/api/v1/workers", """
                {"workers":[{"id":"w-1","address":"http://10.0.0.1:80","services":["default"],"status":"UP","why":"JOINED",
                 "since":"2026-11-21T10:00:00Z","presentSince":"2026-11-21T10:00:00Z","weight":1,"load":{"cpu":0.5}}]}
                """);
        services.says(
                "/api/v1/standings",
                "{\"standings\":[{\"id\":\"w-1\",\"state\":\"active\",\"score\":3.5,\"multiplier\":1}]}");
        services.says("/actuator/health", "{\"status\":\"UP\"}");
        services.says(
                "/actuator/balancing",
                "{\"services\":{\"default\":{\"policy\":\"adaptive\",\"panicking\":false,\"guards\":[]}}}");
        services.says(
                "/actuator/balancing/default/workers",
                "{\"workers\":[{\"id\":\"w-1\",\"inFlight\":3,\"latencyMs\":12.5,\"successRate\":1,\"seen\":true}]}");
        Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        context = SpringApplication.run(
                ConsoleApplication.class,
                "--server.port=0",
                "--equipoise.console.registries=" + services.uri(),
                "--equipoise.console.reputations=" + services.uri(),
                "--equipoise.console.gateways=" + services.uri(),
                "--equipoise.console.operator-token-file=" + token,
                "--equipoise.console.max-subscribers=1",
                "--equipoise.console.sign-in.limit.costly-interval=1h",
                "--equipoise.console.sign-in.operators[0].name=ada",
                "--equipoise.console.sign-in.operators[0].role=operator",
                "--equipoise.console.sign-in.operators[0].password-file=" + password,
                "--equipoise.console.sign-in.operators[1].name=bob",
                "--equipoise.console.sign-in.operators[1].password-file=" + password);
        console = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        context.close();
        services.close();
    }

    @BeforeEach
    void willing() {
        services.answersWith(200);
    }

    @Test
    void strangersSeeTheDoorAndNothingBehindItAndLeaveNoSession() throws Exception {
        assertThat(browser.get("/").headers().firstValue("Location")).hasValue(console + "/sign-in");
        for (String closed : new String[] {"/api/stream", "/api/workers/w-1"}) {
            assertThat(browser.get(closed).statusCode()).as(closed).isEqualTo(401);
        }
        for (String closed : new String[] {"/index.html", "/webjars/chart.js/dist/chart.umd.min.js", "/actuator/env"}) {
            assertThat(browser.get(closed).statusCode()).as(closed).isEqualTo(302);
        }
        assertThat(browser.post("/api/actions/workers/w-1/drain", WHY).statusCode())
                .isEqualTo(401);
        for (String open : new String[] {"/sign-in", "/assets/app.js", "/actuator/health", "/actuator/prometheus"}) {
            assertThat(browser.get(open).statusCode()).as(open).isEqualTo(200);
        }
        assertThat(browser.session().path("name").isNull()).isTrue();
        assertThat(browser.cookies().getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .containsExactly("equipoise-csrf");
    }

    @Test
    void whoSignsInHasACookieThatNoScriptReadsAndNoOtherSiteSends(CapturedOutput output) throws Exception {
        assertThat(browser.signIn("ada", "wrong " + PASSWORD)).endsWith("/sign-in?wrong");
        assertThat(browser.signIn("nobody", PASSWORD)).endsWith("/sign-in?wrong");
        assertThat(output.getOut())
                .as("a wrong password counts once")
                .containsOnlyOnce("operator=ada refused=\"sign-in\"")
                .containsOnlyOnce("operator=nobody refused=\"sign-in\"");
        assertThat(browser.session().path("name").isNull()).isTrue();

        assertThat(browser.signIn("ada", PASSWORD)).isEqualTo(console + "/");

        assertThat(browser.session().path("name").asString()).isEqualTo("ada");
        assertThat(browser.session().path("canAct").asBoolean()).isTrue();
        assertThat(browser.session().path("policies").valueStream().map(each -> each.asString("")))
                .contains("adaptive");
        assertThat(browser.cookies().getCookieStore().getCookies())
                .filteredOn(cookie -> cookie.getName().equals("equipoise"))
                .allMatch(HttpCookie::isHttpOnly)
                .hasSize(1);
        HttpResponse<String> page = browser.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContain("src=\"http", "href=\"http", "onclick", "<style", " style=")
                .contains("<script src=\"/");
    }

    @Test
    void aFormFromElsewhereDoesNothing() throws Exception {
        browser.signIn("ada", PASSWORD);
        int before = services.told().size();

        HttpResponse<String> forged = browser.client()
                .send(
                        browser.request("/api/actions/workers/w-1/drain")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(WHY))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(services.told()).hasSize(before);
    }

    @Test
    void readersLookAndDoNothing() throws Exception {
        browser.signIn("bob", PASSWORD);
        int before = services.told().size();

        assertThat(browser.session().path("canAct").asBoolean()).isFalse();
        assertThat(browser.get("/api/workers/w-1").statusCode()).isEqualTo(200);
        for (String action : new String[] {
            "workers/w-1/drain", "workers/w-1/pardon", "workers/w-1/quarantine", "services/default/policy"
        }) {
            assertThat(browser.post("/api/actions/" + action, WHY).statusCode())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(services.told()).hasSize(before);
    }

    @Test
    void operatorsActInTheirNameWithATokenTheyNeverSee(CapturedOutput output) throws Exception {
        browser.signIn("ada", PASSWORD);

        assertThat(browser.post("/api/actions/workers/w-1/drain", WHY).statusCode())
                .isEqualTo(200);
        assertThat(browser.post("/api/actions/workers/w%2F1/pardon", WHY).statusCode())
                .isNotEqualTo(200);
        assertThat(browser.post("/api/actions/workers/w-1/pardon", WHY).statusCode())
                .isEqualTo(200);
        assertThat(browser.post("/api/actions/workers/w-1/quarantine", "{\"why\":\"it smells\",\"minutes\":10}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.post("/api/actions/services/default/policy", "{\"policy\":\"maglev\",\"why\":\"a try\"}")
                        .statusCode())
                .isEqualTo(200);

        String shown = " Bearer " + TOKEN + " ";
        assertThat(services.told())
                .contains(
                        "/api/v1/workers/w-1/drain" + shown,
                        "/actuator/balancing/default" + shown + "{\"policy\":\"maglev\"}")
                .anyMatch(told -> told.startsWith("/api/v1/standings/w-1/pardon" + shown)
                        && told.contains("\"by\":\"ada\"")
                        && told.contains("\"why\":\"it smells\"")
                        && !told.contains("until"))
                .anyMatch(
                        told -> told.startsWith("/api/v1/standings/w-1/quarantine" + shown) && told.contains("until"));
        assertThat(context.getBean(Happenings.class).last())
                .extracting(each -> each.text())
                .contains("ada: w-1 drained (it smells)", "ada: default switched to maglev (a try)");
        assertThat(output.getOut())
                .contains("operator=ada subject=w-1 did=drained why=\"it smells\"")
                .doesNotContain(TOKEN)
                .doesNotContain(PASSWORD);
    }

    @Test
    void whatAServiceRefusesIsPassedOnAndWrittenDown() throws Exception {
        browser.signIn("ada", PASSWORD);
        services.answersWith(404);
        HttpResponse<String> refused = browser.post("/api/actions/workers/w-9/drain", WHY);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("Not this one.");
        services.answersWith(401);
        assertThat(browser.post("/api/actions/workers/w-9/drain", WHY).statusCode())
                .as("the console's token, not the operator's fault")
                .isEqualTo(502);
        assertThat(context.getBean(Happenings.class).last())
                .extracting(each -> each.text())
                .anyMatch(text -> text.startsWith("ada: w-9 not drained: registry answers 404"));

        assertThat(browser.post("/api/actions/workers/w-1/drain", "{\"why\":\" \"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.post("/api/actions/workers/w-1/quarantine", "{\"why\":\"x\",\"minutes\":0}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theStreamBeginsWithEverythingAndEndsWithTheSession() throws Exception {
        browser.signIn("ada", PASSWORD);
        HttpResponse<InputStream> stream =
                browser.client().send(browser.request("/api/stream").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String picture = lines.lines()
                    .dropWhile(line -> !line.equals("event: picture"))
                    .skip(1)
                    .findFirst()
                    .orElseThrow();
            assertThat(picture)
                    .contains(
                            "\"id\":\"w-1\"", "\"inFlight\":3", "\"latencyMs\":12.5", "The only worker takes traffic");
            assertThat(browser.get("/api/stream").statusCode())
                    .as("one more than may watch")
                    .isEqualTo(503);

            assertThat(browser.post("/sign-out", "").statusCode()).isEqualTo(302);
            assertThat(lines.lines().anyMatch("event: closing"::equals)).isTrue();
        }
        assertThat(browser.get("/api/stream").statusCode()).isEqualTo(401);
    }

    /** Last, for it locks out this address. */
    @Test
    @Order(Integer.MAX_VALUE)
    void wrongPasswordsAreNotTriedWithoutEnd() throws Exception {
        String answer = "";
        int tries = 0;
        while (!answer.endsWith("/sign-in?wait") && tries < 30) {
            answer = browser.signIn("ada", "guess number " + tries);
            tries++;
        }

        assertThat(tries).isBetween(2, 13);
        assertThat(browser.signIn("ada", PASSWORD))
                .as("the right one is not looked at")
                .endsWith("/sign-in?wait");
    }
}
