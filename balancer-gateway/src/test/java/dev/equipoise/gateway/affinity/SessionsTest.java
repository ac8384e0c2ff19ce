package dev.equipoise.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.affinity.Sessions.Carrier;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private static final StickyProperties TERMS =
            new StickyProperties(null, Duration.ofHours(1), Duration.ofHours(3), true);

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final SessionTokens tokens =
            new SessionTokens(List.of("a secret of all gateways".getBytes(StandardCharsets.UTF_8)));
    private final Sessions sessions = sessions("shop", new Carrier(true, "EQ"));

    private Sessions sessions(String service, Carrier carrier) {
        return new Sessions(service, carrier, tokens, TERMS, () -> now);
    }

    /** The headers of the client's next request. */
    private static HttpHeaders next(HttpHeaders answer) {
        String cookie = answer.get("Set-Cookie");
        return new DefaultHttpHeaders()
                .add("Cookie", "other=1; " + cookie.substring(0, cookie.indexOf(';')) + "; last=2");
    }

    private HttpHeaders answered(Session session, String worker) {
        HttpHeaders answer = new DefaultHttpHeaders();
        sessions.answered(answer, session, worker);
        return answer;
    }

    @Test
    void aClientIsToldOnceWhoHasItsSession() {
        HttpHeaders first = answered(null, "w-1");
        assertThat(first.get("Set-Cookie"))
                .matches("EQ=[A-Za-z0-9_-]+; Max-Age=3600; Expires=[^;]+; Path=/; Secure; HTTPOnly; SameSite=Lax");
        Session session = sessions.of(next(first));
        assertThat(session).isNotNull();
        assertThat(session.worker()).isEqualTo("w-1");
        assertThat(answered(session, "w-1").isEmpty()).isTrue();
    }

    @Test
    void aSessionIsRenewedByRequestsButNotForEver() {
        HttpHeaders carried = next(answered(null, "w-1"));
        int renewed = 0;
        for (int minutes = 0; minutes < 175; minutes += 5) {
            now = now.plus(Duration.ofMinutes(5));
            Session session = sessions.of(carried);
            assertThat(session).as("after %d min", minutes + 5).isNotNull();
            HttpHeaders answer = answered(session, "w-1");
            if (!answer.isEmpty()) {
                renewed++;
                carried = next(answer);
            }
        }
        assertThat(renewed).isBetween(3, 6);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(sessions.of(carried)).isNull();
    }

    @Test
    void aSessionWithoutRequestsEnds() {
        HttpHeaders carried = next(answered(null, "w-1"));
        now = now.plus(Duration.ofMinutes(60));
        assertThat(sessions.of(carried)).isNull();
    }

    @Test
    void aSessionThatMovesBeginsAnew() {
        Session session = sessions.of(next(answered(null, "w-1")));
        now = now.plus(Duration.ofMinutes(30));
        Session moved = sessions.of(next(answered(session, "w-2")));
        assertThat(moved).isNotNull();
        assertThat(moved.worker()).isEqualTo("w-2");
        assertThat(moved.began()).isEqualTo(now.getEpochSecond());
    }

    @Test
    void aSessionOfOneServiceIsNoneOfAnother() {
        HttpHeaders carried = next(answered(null, "w-1"));
        assertThat(sessions("stock", new Carrier(true, "EQ")).of(carried)).isNull();
    }

    @Test
    void clientsWithoutCookiesCarryItInAHeader() {
        Sessions byHeader = sessions("shop", new Carrier(false, "X-Session"));
        HttpHeaders answer = new DefaultHttpHeaders();
        byHeader.answered(answer, null, "w-1");
        Session session = byHeader.of(new DefaultHttpHeaders().add("X-Session", answer.get("X-Session")));
        assertThat(session).isNotNull();
        assertThat(session.worker()).isEqualTo("w-1");
    }

    @Test
    void whatNobodySealedIsNoSession() {
        assertThat(sessions.of(new DefaultHttpHeaders().add("Cookie", "EQ=w-1")))
                .isNull();
        assertThat(sessions.of(new DefaultHttpHeaders().add("Cookie", ";;=;EQ")))
                .isNull();
        assertThat(sessions.of(new DefaultHttpHeaders())).isNull();
    }

    private Sessions configured(String sticky, Path secret) {
        StickyProperties terms = new StickyProperties(secret, Duration.ofHours(1), Duration.ofHours(3), false);
        return new ConfiguredSessions(terms, InstantSource.system()).of("shop", sticky);
    }

    @Test
    void gatewaysWithTheSameSecretKnowEachOthersSessions() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        HttpHeaders answer = new DefaultHttpHeaders();
        configured("cookie:EQ", secret).answered(answer, null, "w-1");
        assertThat(configured("cookie:EQ", secret).of(next(answer))).isNotNull();
        assertThat(configured("cookie:EQ", null).of(next(answer))).isNull();
        assertThat(configured(null, secret)).as("a service without").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cookie", "cookie:", "cookie:a b", "header:a;b", "ip:x", "header:\r\n"})
    void whatCarriesNoSessionIsRefusedAtTheStart(String sticky) {
        assertThatThrownBy(() -> configured(sticky, null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("cookie:NAME");
    }

    @Test
    void aShortSecretIsRefusedAtTheStart() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "short\n");
        assertThatThrownBy(() -> configured("cookie:EQ", secret))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("32 characters");
    }
}
