package dev.equipoise.gateway.routing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The body of an answer on its way to the web framework, for one subscriber. The worker is read only as far as the subscriber asks: what
 * waits here is what one read brought. All state belongs to the event loop.
 */
final class AnswerBody extends Flux<DataBuffer> implements Subscription {

    private final EventLoop loop;
    private final Runnable wanted;
    private final Runnable cancelled;
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>(4);
    private final NettyDataBufferFactory buffers;
    private @Nullable CoreSubscriber<? super DataBuffer> subscriber;
    private @Nullable Throwable failure;
    private long demand;
    private boolean complete;
    private boolean over;
    private boolean draining;

    /**
     * @param wanted told on the event loop when more is
     * @param cancelled told on the event loop when no more is
     */
    AnswerBody(EventLoop loop, Runnable wanted, Runnable cancelled) {
        this.loop = loop;
        this.wanted = wanted;
        this.cancelled = cancelled;
        this.buffers = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);
    }

    boolean isWanted() {
        return demand > 0 && parts.isEmpty() && !over;
    }

    /** Takes it over. */
    void add(ByteBuf part) {
        if (over || !part.isReadable()) {
            part.release();
            return;
        }
        parts.add(part);
        drain();
    }

    void complete() {
        complete = true;
        drain();
    }

    void fail(Throwable error) {
        failure = error;
        drain();
    }

    /** Nobody will ask any more. */
    void drop() {
        over = true;
        parts.forEach(ByteBuf::release);
        parts.clear();
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        onLoop(() -> {
            if (subscriber != null) {
                Operators.error(actual, new IllegalStateException("The body of an answer can be read once."));
                return;
            }
            subscriber = actual;
            actual.onSubscribe(this);
            drain();
        });
    }

    @Override
    public void request(long count) {
        if (!Operators.validate(count)) {
            return;
        }
        onLoop(() -> {
            demand = Operators.addCap(demand, count);
            drain();
            if (isWanted() && !complete) {
                wanted.run();
            }
        });
    }

    @Override
    public void cancel() {
        onLoop(() -> {
            if (!over) {
                drop();
                cancelled.run();
            }
        });
    }

    /** The subscriber may ask for more, or cancel, from within. */
    private void drain() {
        CoreSubscriber<? super DataBuffer> to = subscriber;
        if (to == null || draining || over) {
            return;
        }
        draining = true;
        while (demand > 0 && !over && !parts.isEmpty()) {
            demand--;
            to.onNext(buffers.wrap(parts.poll()));
        }
        draining = false;
        if (over || !parts.isEmpty()) {
            return;
        }
        if (failure != null) {
            over = true;
            to.onError(failure);
        } else if (complete) {
            over = true;
            to.onComplete();
        }
    }

    private void onLoop(Runnable what) {
        if (loop.inEventLoop()) {
            what.run();
        } else {
            loop.execute(what);
        }
    }
}
