package dev.equipoise.client.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Reads the fleet from a registry: one {@code GET /api/v1/workers} for all services. Several registries are tried in turn.
 * A read takes at most 4 s and 32 MiB per registry, which is room for 10,000 workers with all their metadata.
 */
public final class RegistryFleetSource implements FleetSource {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 32 * 1024 * 1024;
    private static final int OK = 200;
    private static final String LIST = "/api/v1/workers";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final List<URI> lists;

    /**
     * @param registries at least one, each a base URL or a registration endpoint, as workers are given it
     * @throws IllegalArgumentException with a sentence if one of them is not an absolute HTTP URL
     */
    public RegistryFleetSource(List<URI> registries) {
        if (registries.isEmpty()) {
            throw new IllegalArgumentException("a client of the fleet needs the URL of at least one registry");
        }
        lists = registries.stream().map(RegistryFleetSource::list).toList();
    }

    @Override
    public FleetSnapshot read() throws IOException, InterruptedException {
        IOException fault = null;
        for (URI list : lists) {
            try {
                return read(list);
            } catch (IOException e) {
                IOException named = new IOException(list + ": " + reason(e), e);
                if (fault != null) {
                    named.addSuppressed(fault);
                }
                fault = named;
            }
        }
        throw fault == null ? new IOException("no registry") : fault;
    }

    /** Synchronous, for asynchronous exchanges end on the common pool, which the application may have blocked. */
    private FleetSnapshot read(URI list) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(list)
                .header("Accept", "application/json")
                .timeout(HEAD_TIMEOUT)
                .build();
        HttpResponse<byte[]> answer = http.send(request, head -> new BoundedBody(MAX_BYTES, BODY_TIMEOUT));
        if (answer.statusCode() != OK) {
            throw new IOException("it answered " + answer.statusCode());
        }
        return WorkersJson.parse(answer.body());
    }

    private static URI list(URI registry) {
        String scheme = registry.getScheme() == null ? "" : registry.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || registry.getHost() == null) {
            throw new IllegalArgumentException("not the URL of a registry (http://host:port): " + registry);
        }
        String base = registry.toString().replaceFirst("(/register-worker|/api/v1/workers)?/?$", "");
        return URI.create(base + LIST);
    }

    private static String reason(IOException fault) {
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
