package dev.equipoise.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of a browser as it takes to sign in and act: cookies of its own, and no redirects followed. */
final class Browser {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI console;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    Browser(URI console) {
        this.console = console;
    }

    HttpClient client() {
        return client;
    }

    CookieManager cookies() {
        return cookies;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(console.resolve(path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    JsonNode session() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/session").body());
    }

    /** @return where it leads */
    String signIn(String name, String password) throws IOException, InterruptedException {
        String form = "username=" + encoded(name) + "&password=" + encoded(password) + "&_csrf="
                + encoded(session().path("csrf").path("token").asString());
        HttpResponse<String> answer = client.send(
                request("/sign-in")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        return answer.headers().firstValue("Location").orElse("status " + answer.statusCode());
    }

    /** With the token that proves that the page asks. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        JsonNode csrf = session().path("csrf");
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header(
                                csrf.path("header").asString(),
                                csrf.path("token").asString())
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
