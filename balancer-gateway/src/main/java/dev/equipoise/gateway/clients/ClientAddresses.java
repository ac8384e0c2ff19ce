package dev.equipoise.gateway.clients;

import dev.equipoise.core.registration.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.ConnectionInformation;

/**
 * Who sent a request: the peer of the connection, and if that is a trusted proxy the last address of {@code X-Forwarded-For}
 * that is none. Whatever a client itself writes into that header is to the left of it. An IPv6 client is its /64: whoever has
 * one address of a network of that size has all of them.
 */
final class ClientAddresses {

    private static final int MOST_HOPS = 20;
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern IPV4_AND_PORT = Pattern.compile("([0-9.]+):[0-9]+");
    private static final Pattern IPV6_AND_PORT = Pattern.compile("\\[([0-9a-fA-F:.]+)](:[0-9]+)?");

    private final List<Network> allowed;
    private final List<Network> proxies;

    ClientAddresses(List<Network> allowed, List<Network> proxies) {
        this.allowed = List.copyOf(allowed);
        this.proxies = List.copyOf(proxies);
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
        return subject(isIn(proxies, peer) ? forwarded(headers.apply("X-Forwarded-For")) : peer);
    }

    /** The same of a connection on which no request could be read: behind a proxy that says nothing. */
    @Nullable
    String of(@Nullable SocketAddress peer) {
        InetAddress address = address(peer);
        return address == null || isIn(proxies, address) ? null : subject(address);
    }

    private @Nullable String subject(@Nullable InetAddress client) {
        if (client == null || isIn(allowed, client)) {
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

    private @Nullable InetAddress forwarded(List<String> lines) {
        List<String> hops = new ArrayList<>();
        lines.forEach(line -> hops.addAll(List.of(line.split(",", -1))));
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MOST_HOPS); i--) {
            InetAddress hop = parsed(hops.get(i).strip());
            if (hop == null || !isIn(proxies, hop)) {
                return hop;
            }
        }
        return null;
    }

    private static @Nullable InetAddress parsed(String text) {
        var six = IPV6_AND_PORT.matcher(text);
        var four = IPV4_AND_PORT.matcher(text);
        String literal = six.matches() ? six.group(1) : four.matches() ? four.group(1) : text;
        if (!LITERAL.matcher(literal).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The other end of the connection itself: what the request says of it may have been rewritten from headers. */
    private static @Nullable InetAddress peer(ServerHttpRequest request) {
        Object known = ServerHttpRequestDecorator.getNativeRequest(request);
        return address(
                known instanceof ConnectionInformation connection
                        ? connection.connectionRemoteAddress()
                        : request.getRemoteAddress());
    }

    private static @Nullable InetAddress address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
