package dev.equipoise.gateway.lanes;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * How a connection ends after its last answer. A client that is still sending would lose the answer if the connection were closed at once:
 * what it sends would be answered with a reset. So the end is announced first, and what comes is thrown away for a while.
 */
final class Farewell {

    private static final long PATIENCE_MILLIS = 2_000;
    private static final long MOST_BYTES = 1 << 20;

    private final Channel channel;
    private boolean clientSends;
    private long thrownAway;

    /** @param clientSends whether the body of its request is still coming */
    Farewell(Channel channel, boolean clientSends) {
        this.channel = channel;
        this.clientSends = clientSends;
    }

    /** The answer is out. */
    void said() {
        if (!clientSends
                || channel.pipeline().get(SslHandler.class) != null
                || !(channel instanceof DuplexChannel both)) {
            channel.close();
            return;
        }
        both.shutdownOutput();
        channel.read();
        var unused = channel.eventLoop().schedule((Runnable) channel::close, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Something more came. */
    void discarded(long bytes, boolean last) {
        thrownAway += bytes;
        if (clientSends && last) {
            clientSends = false;
            if (channel instanceof DuplexChannel both && both.isOutputShutdown()) {
                channel.close();
            }
        }
        if (thrownAway > MOST_BYTES) {
            channel.close();
        }
    }
}
