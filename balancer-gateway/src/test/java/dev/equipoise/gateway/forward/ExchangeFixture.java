package dev.equipoise.gateway.forward;

import dev.equipoise.core.guard.WorkerLimit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** An exchange without a socket: the test says what its client and its workers do, and when time passes. */
abstract class ExchangeFixture {

    static final long TRY = ExchangeRig.PLAIN.times().perTry().toNanos();
    static final long IDLE = ExchangeRig.PLAIN.times().idle().toNanos();

    final ExchangeRig rig = new ExchangeRig(ExchangeRig.PLAIN, WorkerLimit.NONE);
    final FakeLinks links = rig.links;
    final List<String> outcomes = rig.outcomes;
    final FakeClient client = new FakeClient();
    final HttpHeaders requestHeaders = new DefaultHttpHeaders();
    Exchange exchange;

    void fleet(int size) {
        rig.fleet(size);
    }

    /** Errors of workers are a reason to try another one. To be said first. */
    void errorsAreRepeated() {
        ServiceSettings plain = ExchangeRig.PLAIN;
        rig.settings.put("default", ServiceSettings.of(plain.times(), new ServiceSettings.Repeats(1, 0.2, 10, true)));
    }

    Exchange start(HttpMethod method, boolean hasBody) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/x?y");
        head.headers().setAll(requestHeaders);
        return start(head, hasBody ? Order.Body.STREAMED : Order.Body.NONE, false);
    }

    Exchange start(HttpRequest head, Order.Body body, boolean upgrade) {
        exchange = rig.exchange(head, "default", body, upgrade, client);
        exchange.start();
        return exchange;
    }

    static HttpContent part(String text) {
        return new DefaultHttpContent(buffer(text));
    }

    static HttpContent lastPart(String text) {
        return new DefaultLastHttpContent(buffer(text));
    }

    static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    static HttpResponse head(int status, int length) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers().set("Content-Length", length);
        return head;
    }

    static HttpResponse undecodable(Throwable cause) {
        HttpResponse head = head(200, 0);
        head.setDecoderResult(DecoderResult.failure(cause));
        return head;
    }

    long inFlight() {
        return rig.inFlight();
    }

    int retries() {
        return Collections.frequency(rig.noted, "retried");
    }

    void pass(long nanos) {
        rig.pass(Duration.ofNanos(nanos));
    }
}
