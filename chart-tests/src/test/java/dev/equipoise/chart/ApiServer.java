package dev.equipoise.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of an API server as templates ask: which Secrets there are. Helm as a library looks up in whatever cluster its
 * configuration names, so it is always this one. It takes no writes.
 */
final class ApiServer {

    private static final String SECRETS = "/api/v1/namespaces/" + Chart.NAMESPACE + "/secrets/";

    private final HttpServer server;
    private final Map<String, JsonNode> secrets = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    ApiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** From now on these are there, and no others. */
    void holds(JsonNode... secrets) {
        this.secrets.clear();
        for (JsonNode secret : secrets) {
            this.secrets.put(SECRETS + Manifests.name(secret), secret);
        }
        requests.clear();
    }

    /** What was asked since. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    String kubeConfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: stub
                contexts: [{name: stub, context: {cluster: stub, user: stub, namespace: %s}}]
                clusters: [{name: stub, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: stub, user: {}}]
                """.formatted(Chart.NAMESPACE, server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        Object body = path.equals("/api/v1") ? kinds() : secrets.get(path);
        byte[] bytes = Manifests.JSON
                .writeValueAsString(body == null ? notFound() : body)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, Object> kinds() {
        return Map.of(
                "kind",
                "APIResourceList",
                "groupVersion",
                "v1",
                "resources",
                List.of(Map.of(
                        "name", "secrets",
                        "singularName", "secret",
                        "namespaced", true,
                        "kind", "Secret",
                        "verbs", List.of("get", "list"))));
    }

    private static Map<String, Object> notFound() {
        return Map.of("kind", "Status", "apiVersion", "v1", "status", "Failure", "reason", "NotFound", "code", 404);
    }
}
