package dev.equipoise.starter;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/** Which of this machine's addresses the rest of the fleet sees. */
final class LocalAddress {

    /** Any port does: nothing is sent. */
    private static final int DISCARD = 9;

    private LocalAddress() {}

    /** The address from which the first registry that resolves is reached. */
    static InetAddress towards(List<URI> registries) throws IOException {
        IOException fault = new UnknownHostException("no registry to find the way to");
        for (URI registry : registries) {
            try {
                return towards(registry.getHost());
            } catch (IOException e) {
                fault = e;
            }
        }
        throw fault;
    }

    /** Connecting a datagram socket asks the routing table and sends no packet. */
    private static InetAddress towards(String host) throws IOException {
        InetSocketAddress target = new InetSocketAddress(host, DISCARD);
        if (target.isUnresolved()) {
            throw new UnknownHostException("the name " + host + " of the registry does not resolve");
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(target);
            return socket.getLocalAddress();
        }
    }
}
