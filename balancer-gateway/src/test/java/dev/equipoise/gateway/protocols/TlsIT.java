package dev.equipoise.gateway.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on both sides of one gateway: by Spring's bundles at the front, by certificates of its own choosing to workers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final String ROUTES = "--spring.cloud.gateway.server.webflux.routes";
    private static final String BUNDLES = "--spring.ssl.bundle.jks.";

    private Keys first;
    private Keys second;
    private Keys other;
    private Keys client;
    private Keys stranger;
    private Path front;
    private HttpsServer known;
    private HttpsServer unknown;
    private GatewayForTests gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        first = Keys.make(directory, "first");
        second = Keys.make(directory, "second");
        other = Keys.make(directory, "other.test");
        client = Keys.make(directory, "client");
        stranger = Keys.make(directory, "stranger");
        front = Files.copy(first.store(), directory.resolve("front.p12"));
        known = worker(first);
        unknown = worker(stranger);
        gateway = new GatewayForTests(
                GatewayApplication.class,
                "--equipoise.gateway.static-workers=127.0.0.1:1",
                "--server.http2.enabled=true",
                "--server.ssl.bundle=front",
                "--server.ssl.client-auth=want",
                "--server.ssl.server-name-bundles[0].server-name=other.test",
                "--server.ssl.server-name-bundles[0].bundle=other",
                "--management.server.ssl.enabled=false",
                "--spring.ssl.bundle.watch.file.quiet-period=200ms",
                BUNDLES + "front.reload-on-update=true",
                BUNDLES + "front.keystore.location=file:" + front,
                BUNDLES + "front.keystore.password=" + Keys.PASSWORD,
                BUNDLES + "front.truststore.location=file:" + client.store(),
                BUNDLES + "front.truststore.password=" + Keys.PASSWORD,
                BUNDLES + "other.keystore.location=file:" + other.store(),
                BUNDLES + "other.keystore.password=" + Keys.PASSWORD,
                "--spring.cloud.gateway.server.webflux.httpclient.ssl.trusted-x509-certificates[0]=file:"
                        + first.certificate(),
                ROUTES + "[0].id=express",
                ROUTES + "[0].uri=lb://default",
                ROUTES + "[0].predicates[0]=Path=/express",
                ROUTES + "[1].id=spring",
                ROUTES + "[1].uri=lb://default",
                ROUTES + "[1].predicates[0]=Path=/spring",
                ROUTES + "[1].predicates[1]=Query=q",
                ROUTES + "[2].id=stranger",
                ROUTES + "[2].uri=lb://stranger",
                ROUTES + "[2].predicates[0]=Path=/stranger");
        gateway.bean(ServiceBalancers.class)
                .accept(Fleet.of(
                        2,
                        List.of(
                                of("known", known, "default"),
                                of("unknown", unknown, "stranger").withSequence(1))));
    }

    private static HttpsServer worker(Keys keys) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
        server.createContext("/", exchange -> {
            String text = exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Forwarded-Proto");
            exchange.sendResponseHeaders(200, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Worker of(String id, HttpsServer server, String service) {
        return Worker.of(
                        id,
                        URI.create("https://127.0.0.1:" + server.getAddress().getPort()))
                .withServices(Set.of(service));
    }

    @AfterAll
    void stop() {
        gateway.close();
        known.stop(0);
        unknown.stop(0);
    }

    private HttpResponse<String> get(String path, HttpClient.Version version) throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .version(version)
                .sslContext(client.context(first, second))
                .build();
        URI uri = URI.create("https://127.0.0.1:" + gateway.uri("/").getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express", "/spring?q"})
    void aWorkerWithACertificateThatIsTrustedAnswersOverHttp2AndHttp11(String path) throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> answer = get(path, version);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo(path + " https");
        }
    }

    @Test
    void aWorkerWithAnyOtherCertificateIsABadGateway() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertThat(get("/stranger", version).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void theServerNameChoosesTheCertificate() throws Exception {
        assertThat(shown("other.test", client.context(other))).isEqualTo("CN=other.test");
        assertThat(shown("elsewhere.test", client.context(first, second))).isNotEqualTo("CN=other.test");
    }

    /** It asks for one, and takes none that it does not trust. */
    @Test
    void aClientsCertificateMustBeTrusted() throws Exception {
        assertThat(shown("a.test", client.context(first, second))).isNotNull();
        SSLContext untrusted = stranger.context(first, second);
        String seen;
        try {
            seen = shown("a.test", untrusted);
        } catch (java.io.IOException refused) {
            seen = "refused";
        }
        // A client shows only what the server says it trusts: without one it is let in, as it asked for none.
        assertThat(seen).isIn("refused", "CN=first", "CN=second");
    }

    @Test
    void aCertificateThatIsReplacedIsShownWithoutARestart() throws Exception {
        Path next = Files.copy(second.store(), front.resolveSibling("next.p12"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, front, StandardCopyOption.REPLACE_EXISTING);
        SSLContext both = client.context(first, second);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String seen = shown("a.test", both);
        while (!seen.equals("CN=second")) {
            assertThat(System.nanoTime()).as("still shows %s", seen).isLessThan(deadline);
            LockSupport.parkNanos(100_000_000);
            seen = shown("a.test", both);
        }
        assertThat(get("/express", HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
    }

    private String shown(String name, SSLContext context) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), gateway.uri("/").getPort()));
            socket.setSoTimeout(20_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }
}
