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
        String name = String.valueOf(uri.getHost());
        this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        this.secure = "https".equals(uri.getScheme());
        this.port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        this.tls = tls;
    }

    /** Where a worker at this address listens; a name is not looked up. */
    static InetSocketAddress of(URI uri) {
        return new WorkerAddress(uri, () -> {
                    throw new IllegalStateException("nothing is said here");
                })
                .socketAddress();
    }

    /** Names are looked up for each connection, by the resolver of the bootstrap. */
    InetSocketAddress socketAddress() {
        boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return literal ? new InetSocketAddress(host, port) : InetSocketAddress.createUnresolved(host, port);
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
