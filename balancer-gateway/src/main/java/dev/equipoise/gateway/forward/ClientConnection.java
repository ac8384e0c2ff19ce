package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The handler of a client's HTTP/1.1 connection, for who carries out one of its requests behind the web framework. On its event loop. */
public interface ClientConnection extends CarriedRequest {

    /** The one of this connection; null where there is none. */
    static @Nullable ClientConnection of(Channel channel) {
        return channel.pipeline().get(NAME) instanceof ClientConnection handler ? handler : null;
    }

    /**
     * Answers with {@code head} and passes bytes from there on.
     *
     * @param worker whose connection it is
     * @param closed told when it has ended
     */
    void takeOver(HttpResponse head, Channel worker, Runnable closed);
}
