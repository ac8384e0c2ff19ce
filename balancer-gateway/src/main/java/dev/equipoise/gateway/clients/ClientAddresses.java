package dev.equipoise.gateway.clients;

import dev.equipoise.core.registration.Network;
import dev.equipoise.gateway.forwarded.Hop;
import dev.equipoise.gateway.forwarded.TrustedProxies;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.ConnectionInformation;

/**
 * Who sent a request: the peer of the connection, and if that is a trusted proxy the last address of {@code X-Forwarded-For}
 * that is none. Whatever a client itself writes into that header is to the left of it. An IPv6 client is its /64: whoever has
 * one address of a network of that size has all of them.
 */
final class ClientAddresses {

    private final List<Network> allowed;
    private final TrustedProxies proxies;

    ClientAddresses(List<Network> allowed, TrustedProxies proxies) {
        this.allowed = List.copyOf(allowed);
        this.proxies = proxies;
    }

    /** The client as a subject; null for one that is not to be judged, be it allowed everything or not known. */
    @Nullable
    String of(ServerHttpRequest request) {
        InetAddress peer = peer(request);
        return peer == null ? null : of(peer, request.getHeaders()::getOrEmpty);
    }

    /** @param headers the lines of a header, by name */
    @Nullable
    String of(InetAddress peer, Function<String, List<String>> headers) {
        return subject(proxies.contain(peer) ? proxies.client(headers.apply("X-Forwarded-For")) : peer);
    }

    /** The same of a connection on which no request could be read: behind a proxy that says nothing. */
    @Nullable
    String of(InetAddress peer) {
        return proxies.contain(peer) ? null : subject(peer);
    }

    private @Nullable String subject(@Nullable InetAddress client) {
        if (client == null || allowed.stream().anyMatch(network -> network.contains(client))) {
            return null;
        }
        if (!(client instanceof Inet6Address)) {
            return client.getHostAddress();
        }
        byte[] bytes = client.getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i += 2) {
            text.append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff))
                    .append(':');
        }
        return text.append(":/64").toString();
    }

    /** The other end of the connection itself: what the request says of it may have been rewritten from headers. */
    private static @Nullable InetAddress peer(ServerHttpRequest request) {
        Object known = ServerHttpRequestDecorator.getNativeRequest(request);
        Hop hop = known instanceof ChannelOperations<?, ?> operations ? Hop.of(operations.channel()) : null;
        if (hop != null) {
            return hop.peer();
        }
        return address(
                known instanceof ConnectionInformation connection
                        ? connection.connectionRemoteAddress()
                        : request.getRemoteAddress());
    }

    private static @Nullable InetAddress address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }
}
