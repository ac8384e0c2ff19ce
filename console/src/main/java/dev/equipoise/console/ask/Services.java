package dev.equipoise.console.ask;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Asks the other services, with the operators' token where they want one. Every question has an end: {@value #SECONDS} s,
 * and so many bytes. Thread-safe.
 */
public final class Services {

    /** A part that is slower than this shows as one that does not answer. */
    static final int SECONDS = 2;

    private static final int MOST_BYTES = 16 << 20;
    private static final Answer NOBODY =
            new Answer(new Peer("nobody", "nobody", URI.create("")), 0, "none is configured");

    private final List<Peer> registries;
    private final List<Peer> reputations;
    private final Gateways gateways;
    private final @Nullable String authorization;
    private final Executor executor;
    private final RestClient client;

    /**
     * @param authorization the header that shows the operators' token; null if there is none
     * @param executor its threads wait for answers, so it bounds how many questions are open
     */
    public Services(
            List<URI> registries,
            List<URI> reputations,
            List<URI> gateways,
            @Nullable String authorization,
            Executor executor) {
        this.registries = Peer.of("registry", registries);
        this.reputations = Peer.of("reputation", reputations);
        this.gateways = new Gateways(gateways, InetAddress::getAllByName, InstantSource.system());
        this.authorization = authorization;
        this.executor = executor;
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build());
        factory.setReadTimeout(Duration.ofSeconds(SECONDS));
        this.client = RestClient.builder().requestFactory(factory).build();
    }

    public List<Peer> registries() {
        return registries;
    }

    public List<Peer> reputations() {
        return reputations;
    }

    /** Those there are now. May block for a lookup of their names. */
    public List<Peer> gateways() {
        return gateways.all();
    }

    public boolean hasToken() {
        return authorization != null;
    }

    /** Asks without blocking. The future always gets an answer. */
    public CompletableFuture<Answer> ask(Peer peer, String path) {
        return CompletableFuture.supplyAsync(() -> exchange(peer, HttpMethod.GET, path, null), executor);
    }

    /** Asks one after the other until one answers well; the last answer if none does. */
    public CompletableFuture<Answer> askAny(List<Peer> peers, String path) {
        return CompletableFuture.supplyAsync(() -> firstGood(peers, path), executor);
    }

    /** Tells the first that is there. A refusal is an answer, and no other is told then. Blocks. */
    public Answer tellAny(List<Peer> peers, String path, String body) {
        Answer answer = NOBODY;
        for (Peer peer : peers) {
            answer = tell(peer, path, body);
            if (answer.status() != 0) {
                return answer;
            }
        }
        return answer;
    }

    /** Blocks. */
    public Answer tell(Peer peer, String path, String body) {
        return exchange(peer, HttpMethod.POST, path, body);
    }

    private Answer firstGood(List<Peer> peers, String path) {
        Answer answer = NOBODY;
        for (Peer peer : peers) {
            answer = exchange(peer, HttpMethod.GET, path, null);
            if (answer.ok()) {
                return answer;
            }
        }
        return answer;
    }

    private Answer exchange(Peer peer, HttpMethod method, String path, @Nullable String body) {
        RestClient.RequestBodySpec request = client.method(method).uri(peer.at(path));
        if (authorization != null) {
            request.header(HttpHeaders.AUTHORIZATION, authorization);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        try {
            return request.exchangeForRequiredValue((asked, response) -> answer(peer, response));
        } catch (RestClientException e) {
            return new Answer(peer, 0, reason(e.getMostSpecificCause()));
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "it refuses connections";
        }
        if (cause instanceof HttpTimeoutException || cause instanceof CancellationException) {
            return "nothing within " + SECONDS + " s";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static Answer answer(Peer peer, ClientHttpResponse response) throws IOException {
        byte[] bytes = response.getBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            return new Answer(peer, 0, "it says too much: more than " + MOST_BYTES + " bytes");
        }
        return new Answer(peer, response.getStatusCode().value(), new String(bytes, StandardCharsets.UTF_8));
    }
}
