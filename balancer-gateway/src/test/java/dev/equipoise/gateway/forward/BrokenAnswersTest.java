package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What workers send that is no answer, or not all of one. */
class BrokenAnswersTest extends ExchangeFixture {

    @Test
    void anAnswerThatIsNoneIsAFaultOfTheFramingAndMayBeAskedForElsewhere() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(undecodable(new IllegalArgumentException("bad")));
        assertThat(link.closed).isTrue();
        assertThat(outcomes).containsExactly("w1 FRAMING");
        FakeLinks.Lease second = links.last().open();
        second.user.received(undecodable(new IllegalArgumentException("bad")));
        assertThat(client.heard).containsExactly("FRAMING");
    }

    @Test
    void aHeadThatIsTooLongIsNeitherRepeatedNorTheWorkersFraming() {
        fleet(2);
        start(HttpMethod.GET, false);
        links.last().open().user.received(undecodable(new TooLongFrameException("long")));
        assertThat(client.heard).containsExactly("UNUSABLE");
        assertThat(outcomes).isEmpty();
        assertThat(inFlight()).isZero();
    }

    @Test
    void aConnectionThatEndsInTheHeadBrokeAndDidNotBreakTheFraming() {
        fleet(2);
        start(HttpMethod.POST, false);
        links.last().open().user.received(undecodable(new PrematureChannelClosureException("end")));
        assertThat(client.heard).containsExactly("BROKEN");
        assertThat(outcomes).containsExactly("w1 FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "chunked, chunked", "identity", "xchunked"})
    void aTransferCodingNobodyAskedForIsAFaultOfTheFraming(String coding) {
        fleet(1);
        start(HttpMethod.POST, false);
        HttpResponse head = head(200, 3);
        head.headers().set("Transfer-Encoding", coding);
        links.last().open().user.received(head);
        assertThat(client.heard).containsExactly("FRAMING");
    }

    @Test
    void anAnswerThatBreaksInItsMiddleIsBrokenOffAndNeverRepeated() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        link.user.received(part("he"));
        link.user.broken(new IOException("reset"));
        assertThat(client.heard).containsExactly("head 200", "he", "broken off");
        assertThat(outcomes).containsExactly("w1 FAILED");
        assertThat(links.leases).hasSize(1);
        assertThat(inFlight()).isZero();
    }

    @Test
    void chunksThatAreNoneBreakTheAnswerOff() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        HttpContent broken = lastPart("");
        broken.setDecoderResult(DecoderResult.failure(new NumberFormatException("zz")));
        link.user.received(broken);
        assertThat(client.heard).containsExactly("head 200", "broken off");
        assertThat(link.closed).isTrue();
        assertThat(outcomes).containsExactly("w1 FRAMING");
    }

    @Test
    void aSwitchNobodyAskedForIsAFaultOfTheFraming() {
        fleet(1);
        start(HttpMethod.POST, false);
        links.last().open().user.received(head(101, 0));
        assertThat(client.heard).containsExactly("FRAMING");
    }

    @Test
    void aSecondAnswerIsOneTooMany() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        link.user.received(head(200, 5));
        assertThat(client.heard).containsExactly("head 200", "broken off");
        assertThat(outcomes).containsExactly("w1 FRAMING");
    }
}
