package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.shutdown.SharedConnections;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AttributeKey;
import java.time.Duration;

/**
 * How a client's connection of HTTP/2 ends without losing a request (RFC 9113 section 6.8): a first GOAWAY takes every stream there could be and asks
 * for no more of them, a second one names the last that was taken. Then it is closed with the end of its last stream.
 */
final class Http2Connection implements SharedConnections.Connection {

    private static final AttributeKey<Http2Connection> KEY = AttributeKey.valueOf(Http2Connection.class, "connection");

    private final Channel channel;
    /** On the event loop alone, as {@link #ending}. */
    private boolean announced;

    private boolean ending;

    private Http2Connection(Channel channel) {
        this.channel = channel;
    }

    /** This channel speaks HTTP/2. On its event loop. */
    static void begin(Channel channel, SharedConnections all) {
        Http2Connection connection = new Http2Connection(channel);
        channel.attr(KEY).set(connection);
        channel.closeFuture().addListener(closed -> all.ended(connection));
        all.begun(connection);
    }

    /** Asks for no more requests over the connection that this channel is; nothing if it is none of HTTP/2. */
    static void announceAt(Channel channel) {
        Http2Connection connection = channel.attr(KEY).get();
        if (connection != null) {
            connection.announce();
        }
    }

    @Override
    public void announce() {
        channel.eventLoop().execute(() -> {
            if (!announced && !ending) {
                announced = true;
                goAway(Integer.MAX_VALUE);
            }
        });
    }

    @Override
    public void end(Duration patience) {
        channel.eventLoop().execute(() -> {
            if (ending) {
                return;
            }
            ending = true;
            Http2ConnectionHandler codec = channel.pipeline().get(Http2ConnectionHandler.class);
            if (codec != null) {
                codec.gracefulShutdownTimeoutMillis(patience.toMillis());
                goAway(0);
            }
            // The codec holds this back until no stream is left.
            channel.close();
        });
    }

    /** @param more streams that are taken beside those that have begun */
    private void goAway(int more) {
        // A channel that is closed by now fails the write, which is as well.
        channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(more));
    }
}
