package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawTargetTest {

    private final EmbeddedChannel connection = new EmbeddedChannel();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a%2Fb;c=d/e?", "/a?q=[1]&r='(*)'!~$,:@/?", "//a//b?&&"})
    void whatEveryUriMayHaveStaysAsItIs(String target) {
        assertThat(asked(target).uri()).isEqualTo(target);
        assertThat(RawTarget.of(connection)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/a?q={b}|c,/a?q=%7Bb%7D%7Cc",
                "/%/%2/%zz%20,/%25/%252/%25zz%20",
                "/a[1]?b[1],/a%5B1%5D?b[1]",
                "/\u00e9?\u00ff,/%E9?%FF",
                "/\"\\^`<>,/%22%5C%5E%60%3C%3E"
            })
    void theRestIsEscapedAndComesBack(String target, String legal) {
        assertThat(asked(target).uri()).isEqualTo(legal);
        assertThat(restored(URI.create(legal))).isEqualTo(target);
    }

    @Test
    void whatAFilterChangedIsNotTakenBack() {
        asked("/a\"?q=%");
        assertThat(restored(URI.create("/b?q=%25"))).isEqualTo("/b?q=%");
        assertThat(restored(URI.create("/a%22?q=1"))).isEqualTo("/a\"?q=1");
        assertThat(restored(URI.create("/a%22"))).isEqualTo("/a\"");
        asked("/a\"");
        assertThat(restored(URI.create("/a%22?q=1"))).isEqualTo("/a\"?q=1");
    }

    @Test
    void everythingIsAskedByAnAsteriskWhateverItsRoute() {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.OPTIONS, "*");
        RawTarget.replace(head, connection);
        assertThat(head.uri()).isEqualTo("/");
        assertThat(restored(URI.create("/prefix/"))).isEqualTo("*");
    }

    @Test
    void theNextRequestOfAConnectionIsAnother() {
        asked("/a\"");
        assertThat(RawTarget.of(connection)).isNotNull();
        asked("/a%22");
        assertThat(RawTarget.of(connection)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverComesIsAUriAndComesBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder("/");
            for (int length = random.nextInt(12); length > 0; length--) {
                char c = (char) (0x21 + random.nextInt(0xdf));
                text.append(random.nextInt(4) == 0 ? '%' : c == '#' || c == 0x7f ? '?' : c);
            }
            String target = text.toString();
            URI legal = URI.create("http://h" + asked(target).uri());
            String back = RawTarget.of(connection) == null ? target : restored(legal);
            assertThat(back).as("seed %d", seed).isEqualTo(target);
            assertThat(legal.toASCIIString()).as("seed %d", seed).isEqualTo(legal.toString());
        }
    }

    private HttpRequest asked(String target) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
        RawTarget.replace(head, connection);
        return head;
    }

    private String restored(URI url) {
        RawTarget raw = RawTarget.of(connection);
        assertThat(raw).isNotNull();
        return raw.restored(url.getRawPath(), url.getRawQuery());
    }
}
