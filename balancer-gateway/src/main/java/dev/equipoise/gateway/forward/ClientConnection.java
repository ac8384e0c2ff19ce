package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The handler of a client's HTTP/1.1 connection, for who carries out one of its requests behind the web framework. On its event loop. */
public interface ClientConnection extends CarriedRequest {

    /** The one of this connection; null where there is none. */
    static @Nullable ClientConnection of(Channel channel) {
        return channel.pipeline().get(NAME) instanceof ClientConnection handler ? handler : null;
    }

    /** Passes a 1xx other than 101 on to the client, unless its answer has begun or it does not know of such. */
    void informational(HttpResponse head);

    /** The trailers of the current request, once all of it has come; empty before, and where there are none. */
    HttpHeaders trailers();

    /**
     * Answers with {@code head} and passes bytes from there on.
     *
     * @param worker whose connection it is
     * @param closed told when it has ended
     */
    void takeOver(HttpResponse head, Channel worker, Runnable closed);
}
