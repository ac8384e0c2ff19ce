package dev.equipoise.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.equipoise.launcher.e2e.RunningSuite;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees and does who opens the console of a running suite. One suite for all, and each does it no lasting harm. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleBrowserIT {

    private static final int LAST = Integer.MAX_VALUE;

    @TempDir
    private static Path directory;

    private static RunningSuite suite;
    private static Playwright playwright;
    private static Browser browser;
    private static URI console;
    private static String password;

    private ConsolePage window;
    private Clients clients;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> executable = InstalledBrowser.find();
        if (executable.isEmpty()) {
            System.out.println(InstalledBrowser.MISSING);
        }
        assumeTrue(executable.isPresent(), InstalledBrowser.MISSING);
        int port = RunningSuite.freePorts(1)[0];
        suite = new RunningSuite(directory, "--console-port=" + port, "--startup-cache=off");
        console = URI.create("http://127.0.0.1:" + port);
        RunningSuite.await("the console to be announced", () -> suite.printed().contains("Console: "));
        password = Files.readString(suite.state().resolve("keys").resolve("console.password"))
                .strip();
        assertThat(suite.printed()).contains("Console: " + console + "/ (name operator, password " + password + ")");
        playwright = InstalledBrowser.playwright();
        browser = InstalledBrowser.launch(playwright, executable.get());
    }

    @AfterAll
    static void stop() throws Exception {
        if (playwright != null) {
            playwright.close();
        }
        if (suite != null) {
            suite.close();
        }
    }

    @BeforeEach
    void open() {
        window = new ConsolePage(browser, console);
    }

    @AfterEach
    void nobodyComplains() {
        window.close();
        if (clients != null) {
            clients.close();
        }
        assertThat(window.complaints())
                .as("errors, and requests to other hosts")
                .isEmpty();
    }

    @Test
    void aWrongPasswordIsRefusedAndTheRightOneLetsIn() {
        window.signIn("operator", "not " + password);
        assertThat(window.page().getByRole(AriaRole.ALERT)).containsText("wrong");

        window.signIn("operator", password);
        assertThat(window.headline()).containsText("workers take traffic");
        assertThat(window.page().locator("#rows tr")).hasCount(3);
        assertThat(window.page().locator("#live")).hasAttribute("data-live", "live");
        assertThat(window.page().locator("#peers .pill[data-tone=ok]")).hasCount(3);

        window.page().getByText("Sign out").click();
        assertThat(window.page().getByRole(AriaRole.ALERT)).containsText("signed out");
    }

    @Test
    void theFleetIsReadByKeyboardAndInBothThemes() {
        window.signIn("operator", password);
        window.page().locator("tr[data-worker=demo-1] button.link").focus();
        window.page().keyboard().press("Enter");
        assertThat(window.page().locator("#details")).containsText("Why it stands where it stands");
        assertThat(window.page().locator("#details .lines")).containsText("nobody knows it");
        window.page().keyboard().press("Escape");
        assertThat(window.page().locator("#details")).isHidden();

        for (String theme : new String[] {"dark", "light"}) {
            window.page().locator("#theme").click();
            assertThat(window.page().locator("html")).hasAttribute("data-theme", theme);
        }
    }

    @Test
    void nothingIsWiderThanAPhone() {
        window.signIn("operator", password);
        assertThat(window.page().locator("#rows tr")).hasCount(3);
        window.page().setViewportSize(390, 844);

        Object wide = window.page().evaluate("document.documentElement.scrollWidth");

        assertThat(((Number) wide).intValue()).isLessThanOrEqualTo(390);
    }

    @Test
    void aServiceIsSwitchedToAnotherPolicy() {
        window.signIn("operator", password);
        window.page().getByLabel("Policy of default").selectOption("least-connections");
        window.page()
                .getByRole(AriaRole.BUTTON)
                .filter(new Locator.FilterOptions().setHasText("Switch"))
                .first()
                .click();
        window.confirm("to see it");

        assertThat(window.events()).containsText("operator: default switched to least-connections (to see it)");
        assertThat(window.page().getByLabel("Policy of default")).hasValue("least-connections");
    }

    @Test
    void aWorkerIsQuarantinedAndPardoned() {
        window.signIn("operator", password);
        window.choose("demo-1", "Quarantine");
        window.confirm("it smells");
        assertThat(window.state("demo-1")).hasText("quarantined");
        assertThat(window.headline()).hasText("2 of 3 workers take traffic");
        assertThat(window.events()).containsText("operator: demo-1 quarantined (it smells)");

        window.choose("demo-1", "Pardon");
        window.confirm("it was the cheese");
        assertThat(window.state("demo-1")).not().hasText("quarantined");
        assertThat(window.events()).containsText("operator: demo-1 pardoned (it was the cheese)");
    }

    @Test
    @Order(LAST - 1)
    void aKilledWorkerIsSeenWithoutAReload() throws Exception {
        window.signIn("operator", password);
        assertThat(window.page().locator("#rows tr")).hasCount(3);
        assertThat(window.headline()).containsText("All 3");
        // Whom nobody asks for anything is missed when its lease ends; who gets traffic is missed at once.
        clients = new Clients(suite.gateway("/"));
        assertThat(window.page().locator("#f-requests")).not().hasText("0");

        long from = System.nanoTime();
        suite.kill("worker-3");
        assertThat(window.headline()).containsText("2 of 3 workers take traffic");
        System.out.printf("A killed worker was seen after %d ms%n", (System.nanoTime() - from) / 1_000_000);

        assertThat(window.state("demo-3")).hasText("lost");
        assertThat(window.events()).containsText("demo-3 is out");
        suite.startAgain("worker-3");
        assertThat(window.headline()).containsText("All 3");
    }

    @Test
    @Order(LAST)
    void aWorkerIsDrained() {
        window.signIn("operator", password);
        window.choose("demo-2", "Drain");
        window.confirm("for its holidays");

        assertThat(window.state("demo-2")).hasText("draining");
        assertThat(window.events()).containsText("operator: demo-2 drained (for its holidays)");
    }
}
