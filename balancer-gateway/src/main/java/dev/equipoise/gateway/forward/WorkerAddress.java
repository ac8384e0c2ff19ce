package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

/** Where a worker is and whether it speaks TLS. */
final class WorkerAddress {

    private final String host;
    private final int port;
    private final boolean secure;
    private final Supplier<SslContext> tls;

    WorkerAddress(URI uri, Supplier<SslContext> tls) {
        this.host = host(uri);
        this.secure = isSecure(uri);
        this.port = port(uri);
        this.tls = tls;
    }

    /** Where a worker at this address listens; a name is left to whoever connects. */
    static InetSocketAddress of(URI uri) {
        return address(host(uri), port(uri));
    }

    /** Names are looked up for each connection, by the resolver of the bootstrap. */
    InetSocketAddress socketAddress() {
        return address(host, port);
    }

    private static InetSocketAddress address(String host, int port) {
        boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return literal ? new InetSocketAddress(host, port) : InetSocketAddress.createUnresolved(host, port);
    }

    private static String host(URI uri) {
        String name = String.valueOf(uri.getHost());
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    }

    private static boolean isSecure(URI uri) {
        return "https".equals(uri.getScheme());
    }

    /**
     * Puts TLS in front where the worker speaks it; its certificate must name the host.
     *
     * @param protocols that are asked for
     */
    void secure(Channel channel, String... protocols) {
        if (secure) {
            SslHandler handler = tls.get().newHandler(channel.alloc(), host, port);
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(protocols);
            handler.engine().setSSLParameters(parameters);
            channel.pipeline().addLast(handler);
        }
    }
}
