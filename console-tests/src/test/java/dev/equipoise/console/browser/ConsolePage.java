package dev.equipoise.console.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The console in a window of its own. Notes whatever the browser complains of, and every request to another host. */
final class ConsolePage implements AutoCloseable {

    /** Far more than anything takes, for machines that have other things to do. */
    static final double PATIENCE_MS = 90_000;

    private final URI console;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    ConsolePage(Browser browser, URI console) {
        this.console = console;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(error -> complaints.add(error));
        page.onRequest(request -> {
            URI asked = URI.create(request.url());
            if (!console.getAuthority().equals(asked.getAuthority())) {
                complaints.add("a request to " + request.url());
            }
        });
    }

    Page page() {
        return page;
    }

    /** What the browser complained of. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void open() {
        page.navigate(console + "/");
    }

    void signIn(String name, String password) {
        open();
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        page.locator("#submit:enabled").click();
    }

    Locator headline() {
        return page.locator("#headline");
    }

    Locator state(String worker) {
        return page.locator("tr[data-worker='" + worker + "'] .pill");
    }

    Locator events() {
        return page.locator("#events");
    }

    /** Opens a worker and chooses what is to be done with it. */
    void choose(String worker, String action) {
        page.locator("tr[data-worker='" + worker + "'] button.link").click();
        page.locator("#details .actions")
                .getByRole(AriaRole.BUTTON)
                .filter(new Locator.FilterOptions().setHasText(action))
                .click();
    }

    /** Gives the reason and says yes. */
    void confirm(String why) {
        page.locator("#confirm-why").fill(why);
        page.locator("#confirm-yes").click();
        PlaywrightAssertions.assertThat(page.locator("#confirm")).isHidden();
        page.keyboard().press("Escape");
        PlaywrightAssertions.assertThat(page.locator("#details")).isHidden();
    }

    @Override
    public void close() {
        context.close();
    }
}
