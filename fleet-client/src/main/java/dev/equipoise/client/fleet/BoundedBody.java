package dev.equipoise.client.fleet;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of an answer, bounded in length and time: the timeout of a request ends with the head of its answer. */
final class BoundedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
    private final long maxBytes;
    private final Duration limit;

    // Written by the client's reading thread alone.
    private Flow.@Nullable Subscription subscription;
    private long received;

    /**
     * @param maxBytes a longer body is a failure
     * @param limit how long the body may take once the head is there
     */
    BoundedBody(long maxBytes, Duration limit) {
        this.maxBytes = maxBytes;
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body.getBody().toCompletableFuture().copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        body.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        if (received <= maxBytes) {
            body.onNext(buffers);
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        body.onError(new IOException("the answer is longer than " + maxBytes + " bytes"));
    }

    @Override
    public void onError(Throwable fault) {
        body.onError(fault);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }
}
