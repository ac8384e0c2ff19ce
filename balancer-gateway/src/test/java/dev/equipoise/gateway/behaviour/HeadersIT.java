package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a head passes, and what is between two neighbours and nobody else's (RFC 9110 section 7.6.1). */
class HeadersIT extends LaneTest {

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatIsAskedForArrivesAsItWas(Target target) throws Exception {
        try (RawClient client = rig.client().patience(3_000)) {
            RawClient.Answer answer = client.get(target.text()).answer();
            assertThat(rig.worker().targets()).as("after %s", answer.text()).containsExactly(target.text());
        }
    }

    @Test
    void whatIsForTheGatewayAloneDoesNotReachAWorker() throws Exception {
        try (RawClient client = rig.client()) {
            client.get(
                    "/",
                    "Keep-Alive: timeout=5",
                    "Proxy-Authorization: Basic eA==",
                    "TE: gzip",
                    "Trailer: X-T",
                    "X-Mine: 1");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        Head seen = rig.worker().requests().get(0).head();
        assertThat(seen.one("X-Mine")).isEqualTo("1");
        assertAbsent(seen, "Keep-Alive", "Proxy-Authorization", "Transfer-Encoding");
        assertThat(seen.all("TE")).doesNotContain("gzip");
    }

    /** Not in the RFC any more, and sent by old clients to every proxy. */
    @Test
    void whatOldClientsTellProxiesDoesNotReachAWorker() throws Exception {
        try (RawClient client = rig.client()) {
            assertThat(client.get("/", "Proxy-Connection: keep-alive").answer().status())
                    .isEqualTo(200);
        }
        assertAbsent(rig.worker().requests().get(0).head(), "Proxy-Connection");
    }

    @Test
    void nothingIsSaidInTheNameOfTheClient() throws Exception {
        try (RawClient client = rig.client()) {
            assertThat(client.get("/").answer().status()).isEqualTo(200);
        }
        assertAbsent(rig.worker().requests().get(0).head(), "User-Agent", "Accept", "Accept-Encoding");
    }

    @Test
    void anUpgradeNobodyAskedTheGatewayForDoesNotReachAWorker() throws Exception {
        try (RawClient client = rig.client()) {
            client.get(
                    "/",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertAbsent(rig.worker().requests().get(0).head(), "Upgrade", "HTTP2-Settings");
    }

    @Test
    void whatARequestNominatesDoesNotReachAWorker() throws Exception {
        try (RawClient client = rig.client()) {
            client.get("/", "Connection: keep-alive, X-Private", "X-Private: 1", "X-Mine: 2");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        Head seen = rig.worker().requests().get(0).head();
        assertThat(seen.one("X-Mine")).isEqualTo("2");
        assertAbsent(seen, "X-Private");
    }

    @Test
    void whatAnAnswerNominatesDoesNotReachAClient() throws Exception {
        rig.worker().script(request -> {
            request.answer("Connection: close, X-Private", "X-Private: 1", "X-Mine: 2");
            request.close();
        });
        try (RawClient client = rig.client()) {
            Head seen = client.get("/").answer().head();
            assertThat(seen.one("X-Mine")).isEqualTo("2");
            assertAbsent(seen, "X-Private");
        }
    }

    @Test
    void whatIsForTheGatewayAloneDoesNotReachAClient() throws Exception {
        rig.worker().script(request -> {
            request.answer(
                    "Connection: close", "Keep-Alive: timeout=5", "Proxy-Authenticate: Basic realm=x", "X-Mine: 1");
            request.close();
        });
        try (RawClient client = rig.client()) {
            Head seen = client.get("/").answer().head();
            assertThat(seen.one("X-Mine")).isEqualTo("1");
            assertAbsent(seen, "Keep-Alive", "Proxy-Authenticate");
            assertThat(seen.all("Connection"))
                    .as("a worker's end is not the client's")
                    .doesNotContain("close");
            assertThat(client.get("/again").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void fieldsOfAnAnswerKeepTheirOrderAndNumber() throws Exception {
        rig.worker().script(request -> {
            request.answer(
                    "Set-Cookie: a=1", "Set-Cookie: b=2", "X-Empty:", "X-List: 1", "X-List: 2", "Connection: close");
            request.close();
        });
        try (RawClient client = rig.client()) {
            Head seen = client.get("/").answer().head();
            assertThat(seen.all("Set-Cookie")).containsExactly("a=1", "b=2");
            assertThat(seen.all("X-List")).containsExactly("1", "2");
            assertThat(seen.all("X-Empty")).containsExactly("");
        }
    }

    @Test
    void fieldsOfARequestKeepTheirOrderAndNumber() throws Exception {
        try (RawClient client = rig.client()) {
            client.get("/", "Cookie: a=1", "Accept: text/plain", "Accept: */*;q=0.1", "X-Latin: caf\u00e9", "X-Empty:");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        Head seen = rig.worker().requests().get(0).head();
        assertThat(String.join(", ", seen.all("Accept"))).isEqualTo("text/plain, */*;q=0.1");
        assertThat(seen.all("Cookie")).containsExactly("a=1");
        assertThat(seen.all("X-Latin")).containsExactly("caf\u00e9");
        assertThat(seen.all("X-Empty")).containsExactly("");
    }

    @Test
    void aWorkerHearsWhoAsked() throws Exception {
        try (RawClient client = rig.client()) {
            assertThat(client.get("/").answer().status()).isEqualTo(200);
        }
        Head seen = rig.worker().requests().get(0).head();
        assertThat(seen.one("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.one("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(seen.one("X-Forwarded-Host")).isEqualTo("gateway.test");
    }

    private static void assertAbsent(Head head, String... names) {
        assertThat(List.of(names))
                .filteredOn(head::has)
                .as("of %s", head.fields())
                .isEmpty();
    }
}
