package dev.equipoise.http.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom refusals are counted against: an IPv4 address, or the /64 that a host of IPv6 has to itself.
 *
 * @param network what is counted by
 * @param address what was seen
 */
public record Source(InetAddress network, InetAddress address) {

    private static final int PREFIX_BYTES = 8;

    /** @param remote the address of a connection, as text; never a name */
    public static Source of(String remote) {
        int scope = remote.indexOf('%');
        try {
            // A literal is not looked up. An IPv4 address in the dress of IPv6 comes out as IPv4.
            InetAddress address = InetAddress.getByName(scope < 0 ? remote : remote.substring(0, scope));
            return new Source(networkOf(address), address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the container gave no address but " + remote, e);
        }
    }

    private static InetAddress networkOf(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        if (bytes.length <= PREFIX_BYTES) {
            return address;
        }
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        return InetAddress.getByAddress(bytes);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + (network.getAddress().length > PREFIX_BYTES ? "/64" : "");
    }
}
