package dev.equipoise.gateway.routing;

import dev.equipoise.gateway.forward.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** The body of a request of Spring's lane on its way to the exchange: read when the exchange asks for it, one part at a time. */
final class RequestBody extends BaseSubscriber<DataBuffer> {

    private final EventLoop loop;
    private final Flux<DataBuffer> body;
    private final Exchange exchange;
    private final Consumer<Throwable> broken;
    private final Supplier<HttpHeaders> trailers;
    /** Both on the event loop alone. */
    private boolean subscribed;

    private boolean asked;

    /**
     * @param broken told why, if there is no end of it to be had
     * @param trailers asked on the event loop, at its end
     */
    RequestBody(
            EventLoop loop,
            Flux<DataBuffer> body,
            Exchange exchange,
            Consumer<Throwable> broken,
            Supplier<HttpHeaders> trailers) {
        this.broken = broken;
        this.trailers = trailers;
        this.loop = loop;
        this.body = body;
        this.exchange = exchange;
    }

    /** One more part, please. On the event loop. */
    void demand() {
        if (!subscribed) {
            subscribed = true;
            asked = true;
            body.subscribe(this);
        } else if (!asked) {
            asked = true;
            request(1);
        }
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(DataBuffer part) {
        ByteBuf bytes = NettyDataBufferFactory.toByteBuf(part);
        onLoop(() -> {
            asked = false;
            exchange.part(new DefaultHttpContent(bytes));
            exchange.partsEnd();
        });
    }

    @Override
    protected void hookOnComplete() {
        onLoop(() -> {
            HttpHeaders behind = trailers.get();
            exchange.part(
                    behind.isEmpty()
                            ? LastHttpContent.EMPTY_LAST_CONTENT
                            : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, behind));
            exchange.partsEnd();
        });
    }

    /** What came of it is not the whole. */
    @Override
    protected void hookOnError(Throwable error) {
        onLoop(() -> {
            exchange.clientGone();
            broken.accept(error);
        });
    }

    private void onLoop(Runnable what) {
        if (loop.inEventLoop()) {
            what.run();
        } else {
            loop.execute(what);
        }
    }
}
