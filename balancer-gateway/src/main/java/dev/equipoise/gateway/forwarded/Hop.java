package dev.equipoise.gateway.forwarded;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection a request came by.
 *
 * @param peer its other end, or whose it is by the word of a trusted proxy that passes connections on
 * @param peerText the same as text, without brackets and scope
 * @param secure whether it is TLS
 */
public record Hop(InetAddress peer, String peerText, boolean secure) {

    private static final AttributeKey<Hop> KEY = AttributeKey.valueOf(Hop.class, "of");

    public Hop(InetAddress peer, boolean secure) {
        this(peer, withoutScope(peer.getHostAddress()), secure);
    }

    /** Notes down that this connection is such a one. */
    public void noteOn(Channel connection) {
        connection.attr(KEY).set(this);
    }

    /** That of this connection, or of the one this stream belongs to; null if nobody noted it down. */
    public static @Nullable Hop of(Channel channel) {
        Hop own = channel.attr(KEY).get();
        return own != null || channel.parent() == null
                ? own
                : channel.parent().attr(KEY).get();
    }

    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }

    String scheme() {
        return secure ? "https" : "http";
    }
}
