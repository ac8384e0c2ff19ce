package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.WorkerLimit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No worker is asked before as much of a body is there as is to be. */
class GatheringTest {

    private static final int BUFFER = 16;

    private final ExchangeRig rig = new ExchangeRig(settings(), WorkerLimit.NONE);
    private final List<ByteBuf> made = new ArrayList<>();

    private static ServiceSettings settings() {
        ServiceSettings plain = ExchangeRig.PLAIN;
        return new ServiceSettings(
                plain.times(),
                plain.repeats(),
                plain.waiting(),
                BUFFER,
                null,
                new GateSettings(null, 1, null),
                null,
                null);
    }

    @BeforeEach
    void fleet() {
        rig.fleet(2);
    }

    @AfterEach
    void nothingIsKept() {
        assertThat(made).allMatch(buffer -> buffer.refCnt() == 0);
    }

    private ExchangeRig.Sent begin(HttpMethod method, int length) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/x");
        head.headers().set("Content-Length", length);
        return rig.send(head, "default", Order.Body.DECLARED);
    }

    private ByteBuf buffer(String text) {
        ByteBuf buffer = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        made.add(buffer);
        return buffer;
    }

    private HttpContent part(String text) {
        return new DefaultHttpContent(buffer(text));
    }

    private HttpContent lastPart(String text) {
        return new DefaultLastHttpContent(buffer(text));
    }

    private static void come(ExchangeRig.Sent to, HttpContent... parts) {
        for (HttpContent part : parts) {
            to.exchange().part(part);
        }
        to.exchange().partsEnd();
    }

    private void answered(ExchangeRig.Sent sent) {
        rig.answer(rig.links.last(), 200);
        assertThat(sent.heard()).containsExactly("head 200", "end", "answered");
    }

    /** The end may come by itself: in Spring's lane it does. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShortBodyIsThereBeforeAWorkerIsAsked(boolean endByItself) {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 6);
        assertThat(sent.client().demands).isEqualTo(1);
        come(sent, part("abc"));
        assertThat(rig.links.leases).isEmpty();
        assertThat(sent.client().demands).isEqualTo(2);
        if (endByItself) {
            come(sent, part("def"));
            assertThat(rig.links.leases).isEmpty();
            come(sent, LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            come(sent, lastPart("def"));
        }
        assertThat(String.join("", rig.links.last().open().sent)).isEqualTo("POST /x host 10.0.0.1:80abcdefend");
        answered(sent);
    }

    @Test
    void ofALongOneItsBeginningIs() {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 1000);
        come(sent, part("0123456789abcde"));
        assertThat(rig.links.leases).isEmpty();
        come(sent, part("fgh"));
        assertThat(rig.links.last().open().sent).containsExactly("POST /x host 10.0.0.1:80", "0123456789abcde", "fgh");
        come(sent, part("more"), lastPart("rest"));
        assertThat(rig.links.last().sent).endsWith("more", "rest", "end");
        answered(sent);
    }

    /** A byte may come in a buffer of kilobytes. */
    @Test
    void whatComesByDropsIsCopiedTogether() {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 5);
        come(sent, part("a"), part("b"));
        come(sent, part("c"));
        come(sent, part("d"));
        nothingIsKept();
        come(sent, lastPart("e"));
        assertThat(rig.links.last().open().sent).containsExactly("POST /x host 10.0.0.1:80", "abcd", "e", "end");
        answered(sent);
    }

    @Test
    void aBodyLongerThanItWasDeclaredPassesAllTheSame() {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 3);
        come(sent, part("abcdefghijklmnopqrstuvwxyz"));
        assertThat(rig.links.last().open().sent).endsWith("abcdefghijklmnopqrstuvwxyz");
        come(sent, lastPart("."));
        answered(sent);
    }

    @Test
    void whatComesAsItLikesIsPassedOnAtOnce() {
        ExchangeRig.Sent sent = rig.send(HttpMethod.POST, "default", true);
        rig.links.last().open();
        come(sent, part("a"));
        assertThat(rig.links.last().sent).endsWith("a");
        come(sent, lastPart("b"));
        answered(sent);
    }

    /** Nor does it take one of the requests the service may have at once, which is one here. */
    @Test
    void whoIsSlowTakesNothingThatOthersNeed() {
        ExchangeRig.Sent slow = begin(HttpMethod.POST, 6);
        come(slow, part("abc"));
        assertThat(rig.inFlight()).isZero();
        ExchangeRig.Sent other = rig.get();
        rig.links.last().open();
        answered(other);
        come(slow, lastPart("def"));
        rig.links.last().open();
        answered(slow);
    }

    @Test
    void whoSendsNothingMoreHearsSo() {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 6);
        rig.pass(Duration.ofSeconds(4));
        come(sent, part("abc"));
        rig.pass(Duration.ofSeconds(4));
        assertThat(sent.heard()).isEmpty();
        rig.pass(Duration.ofSeconds(1));
        assertThat(sent.heard()).containsExactly("CLIENT_STALLED");
        assertThat(rig.links.leases).isEmpty();
    }

    @Test
    void whoGoesAwayLeavesNothing() {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 6);
        come(sent, part("abc"));
        sent.exchange().clientGone();
        come(sent, lastPart("def"));
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.links.leases).isEmpty();
        assertThat(sent.heard()).isEmpty();
    }

    /** The time a client takes is not the worker's. */
    @Test
    void theTimeForATryBeginsWithTheEndOfTheBody() {
        ExchangeRig.Sent sent = begin(HttpMethod.PUT, 6);
        rig.pass(Duration.ofSeconds(4));
        come(sent, lastPart("abcdef"));
        rig.links.last().open();
        rig.pass(Duration.ofMillis(1900));
        assertThat(rig.links.leases).hasSize(1);
        rig.pass(Duration.ofMillis(200));
        assertThat(rig.links.leases).hasSize(2);
        rig.links.last().open();
        answered(sent);
    }

    @Test
    void whatMayBeSentTwiceIsAsLongAsAllOfItIsThere() {
        ExchangeRig.Sent sent = begin(HttpMethod.PUT, 6);
        come(sent, part("abc"), lastPart("def"));
        rig.links.last().open().user.broken(new IOException("reset"));
        assertThat(rig.links.leases).hasSize(2);
        assertThat(rig.links.last().open().sent).containsExactly("PUT /x host 10.0.0.2:80", "abc", "def", "end");
        answered(sent);
    }

    @Test
    void whatMayNotIsNot() {
        ExchangeRig.Sent sent = begin(HttpMethod.POST, 6);
        come(sent, lastPart("abcdef"));
        rig.links.last().open().user.broken(new IOException("reset"));
        assertThat(rig.links.leases).hasSize(1);
        assertThat(sent.heard()).containsExactly("BROKEN");
    }

    @Test
    void aLongBodyIsNeverSentTwice() {
        ExchangeRig.Sent sent = begin(HttpMethod.PUT, 1000);
        come(sent, part("0123456789abcdefg"));
        rig.links.last().open().user.broken(new IOException("reset"));
        assertThat(rig.links.leases).hasSize(1);
        assertThat(sent.heard()).containsExactly("BROKEN");
    }
}
