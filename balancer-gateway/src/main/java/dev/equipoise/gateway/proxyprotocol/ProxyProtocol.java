package dev.equipoise.gateway.proxyprotocol;

import dev.equipoise.core.registration.Network;
import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.forwarded.Networks;
import dev.equipoise.gateway.proxyprotocol.ProxyProtocolProperties.Mode;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts a reader in front of connections that may begin with a header. Any thread. */
@Component
public final class ProxyProtocol {

    private final Mode mode;
    private final List<Network> sources;

    ProxyProtocol(ProxyProtocolProperties properties) {
        this.mode = properties.mode();
        this.sources = Networks.parse(properties.sources(), "equipoise.gateway.proxy-protocol.sources");
        if (mode != Mode.OFF && sources.isEmpty()) {
            throw new InvalidSettingException(
                    "equipoise.gateway.proxy-protocol.sources",
                    "equipoise.gateway.proxy-protocol.mode is " + mode
                            + ", and equipoise.gateway.proxy-protocol.sources names nobody who may say so.");
        }
    }

    /** A connection that has said nothing yet; before TLS and all else. */
    public void prepare(Channel connection) {
        if (mode != Mode.OFF
                && connection.remoteAddress() instanceof InetSocketAddress peer
                && sources.stream().anyMatch(network -> network.contains(peer.getAddress()))) {
            connection.pipeline().addFirst(new HeaderDetector(mode == Mode.ON));
        }
    }
}
