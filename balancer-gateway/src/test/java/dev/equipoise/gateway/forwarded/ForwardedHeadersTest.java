package dev.equipoise.gateway.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.Network;
import dev.equipoise.gateway.forwarded.ForwardedSettings.Said;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {

    private static final String CLIENT = "203.0.113.7";
    private static final String PROXY = "10.0.0.1";

    private static HttpHeaders told(String peer, Said said, HttpHeaders headers) throws UnknownHostException {
        ForwardedSettings settings = new ForwardedSettings(said, said, said, said, said, true, false, "edge");
        ForwardedHeaders forwarded =
                new ForwardedHeaders(settings, new TrustedProxies(List.of(Network.parse("10.0.0.0/8")), null));
        forwarded.tell(
                headers,
                headers::getAll,
                "shop.test:8443",
                new Hop(InetAddress.getByName(peer), true),
                "/api/orders",
                "/orders");
        return headers;
    }

    private static HttpHeaders lies() {
        return new DefaultHttpHeaders()
                .add("X-Forwarded-For", "6.6.6.6, " + CLIENT + ", 10.0.0.2")
                .add("X-Forwarded-Proto", "http")
                .add("X-Forwarded-Host", "evil.test")
                .add("X-Forwarded-Port", "1")
                .add("X-Forwarded-Prefix", "/evil")
                .add("Forwarded", "for=6.6.6.6");
    }

    @Test
    void whatAnUntrustedClientSaysIsReplaced() throws Exception {
        HttpHeaders headers = told(CLIENT, Said.APPENDED, lies());
        assertThat(headers.getAll("X-Forwarded-For")).containsExactly(CLIENT);
        assertThat(headers.getAll("X-Forwarded-Proto")).containsExactly("https");
        assertThat(headers.getAll("X-Forwarded-Host")).containsExactly("shop.test:8443");
        assertThat(headers.getAll("X-Forwarded-Port")).containsExactly("8443");
        assertThat(headers.getAll("X-Forwarded-Prefix")).containsExactly("/api");
        assertThat(headers.getAll("Forwarded"))
                .containsExactly("for=" + CLIENT + ";proto=https;host=\"shop.test:8443\"");
        assertThat(headers.getAll("Via")).containsExactly("1.1 edge");
    }

    @Test
    void theWordOfATrustedProxyIsKeptFromTheClientOn() throws Exception {
        HttpHeaders headers = told(PROXY, Said.APPENDED, lies());
        assertThat(headers.getAll("X-Forwarded-For")).containsExactly(CLIENT + ",10.0.0.2," + PROXY);
        assertThat(headers.getAll("X-Forwarded-Proto")).containsExactly("http,https");
        assertThat(headers.getAll("X-Forwarded-Host")).containsExactly("evil.test,shop.test:8443");
    }

    @Test
    void theGatewaysWordAloneAndNoneAtAll() throws Exception {
        assertThat(told(PROXY, Said.ALONE, lies()).getAll("X-Forwarded-For")).containsExactly(PROXY);
        HttpHeaders none = told(PROXY, Said.NOT, lies());
        assertThat(none.names())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("x-forwarded"));
    }
}
