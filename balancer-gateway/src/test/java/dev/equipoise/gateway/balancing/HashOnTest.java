package dev.equipoise.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.gateway.InvalidSettingException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class HashOnTest {

    private final MockServerHttpRequest request = MockServerHttpRequest.get("/a/b?user=7")
            .header("X-Key", "k")
            .cookie(new HttpCookie("session", "s"))
            .remoteAddress(new InetSocketAddress("10.1.2.3", 4711))
            .build();

    @ParameterizedTest
    @CsvSource({
        "header:X-Key, k",
        "cookie:session, s",
        "query:user, 7",
        "path, /a/b",
        "path:1, a",
        "path:2, b",
        "client-ip, 10.1.2.3"
    })
    void theKeyComesFromWhereItIsSaid(String text, String key) {
        assertThat(HashOn.parse(text, "p").keyOf(request)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"header:Nope", "cookie:nope", "query:nope", "path:3", "path:99"})
    void whatIsMissingIsNoKey(String text) {
        assertThat(HashOn.parse(text, "p").keyOf(request)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "header", "header:", "path:", "path:x", "path:0", "path:100", "client-ip:x", "body"})
    void anythingElseIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> HashOn.parse(text, "the.property"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("header:NAME");
    }

    @Test
    void aClientWithoutAddressHasNoKey() {
        assertThat(HashOn.parse("client-ip", "p")
                        .keyOf(MockServerHttpRequest.get("/").build()))
                .isNull();
    }
}
