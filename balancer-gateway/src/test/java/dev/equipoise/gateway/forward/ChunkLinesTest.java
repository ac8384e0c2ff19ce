package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside the decoder of answers, which is Netty's as that of requests is. */
class ChunkLinesTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String LETTERS = "\r\n \tA0;";

    private final StringBuilder body = new StringBuilder();
    private boolean broken;
    private boolean whole;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bodiesArriveWholeHoweverTheyAreCut(long seed) {
        Random random = new Random(seed);
        List<String> chunks = chunks(random);
        String text = HEAD
                + String.join("", chunks.stream().map(ChunkLinesTest::chunk).toList()) + "0\r\nX-T: 1\r\n\r\n";
        decode(text + text, random);
        String once = String.join("", chunks);
        assertThat(broken).as("seed %d", seed).isFalse();
        assertThat(whole).as("seed %d", seed).isTrue();
        assertThat(body.toString()).as("seed %d", seed).isEqualTo(once + once);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whiteSpaceBeforeASizeBreaksTheBody(long seed) {
        Random random = new Random(seed);
        List<String> chunks = chunks(random);
        int bad = random.nextInt(chunks.size() + 1);
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i <= chunks.size(); i++) {
            text.append(i == bad ? (random.nextBoolean() ? " " : "\t") : "");
            text.append(i < chunks.size() ? chunk(chunks.get(i)) : "0\r\n\r\n");
        }
        decode(text.toString(), random);
        assertThat(broken).as("seed %d", seed).isTrue();
        assertThat(whole).as("seed %d", seed).isFalse();
        assertThat(body.toString()).as("seed %d", seed).isEqualTo(String.join("", chunks.subList(0, bad)));
    }

    private static List<String> chunks(Random random) {
        List<String> chunks = new ArrayList<>();
        for (int count = random.nextInt(6); count >= 0; count--) {
            StringBuilder chunk = new StringBuilder();
            for (int length = random.nextInt(20); length >= 0; length--) {
                chunk.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            chunks.add(chunk.toString());
        }
        return chunks;
    }

    private static String chunk(String content) {
        return Integer.toHexString(content.length()) + (content.length() % 2 == 0 ? ";a=b" : "") + "\r\n" + content
                + "\r\n";
    }

    private void decode(String text, Random random) {
        EmbeddedChannel channel = new EmbeddedChannel(new ResponseDecoder());
        int at = 0;
        while (at < text.length()) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 40));
            channel.writeInbound(Unpooled.copiedBuffer(text.substring(at, to), StandardCharsets.ISO_8859_1));
            at = to;
            for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
                see(part);
            }
        }
        channel.finishAndReleaseAll();
    }

    private void see(Object part) {
        if (part instanceof HttpContent content) {
            broken |= content.decoderResult().isFailure();
            if (!broken) {
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
                whole |= content instanceof LastHttpContent;
            }
            content.release();
        }
    }
}
