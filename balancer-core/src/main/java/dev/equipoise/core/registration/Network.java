package dev.equipoise.core.registration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A block of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code ::1/128}. Immutable. */
public final class Network {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] base;
    private final int prefix;
    private final String text;

    private Network(byte[] base, int prefix, String text) {
        this.base = base;
        this.prefix = prefix;
        this.text = text;
    }

    /** @throws IllegalArgumentException with a sentence if {@code cidr} is not {@code address/prefix} */
    public static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        String address = slash < 0 ? cidr : cidr.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) {
            throw new IllegalArgumentException("not a network in CIDR notation: " + cidr);
        }
        try {
            byte[] base = InetAddress.getByName(address).getAddress();
            int prefix = slash < 0 ? base.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
            if (prefix < 0 || prefix > base.length * 8) {
                throw new IllegalArgumentException("the prefix of " + cidr + " is out of range");
            }
            return new Network(base, prefix, cidr);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not a network in CIDR notation: " + cidr, e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != base.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int width = Math.min(8, prefix - bit);
            int mask = (0xff << (8 - width)) & 0xff;
            if (((bytes[bit / 8] ^ base[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Equal if address and prefix are, bits behind the prefix included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Network network && prefix == network.prefix && Arrays.equals(base, network.base);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(base) + prefix;
    }

    @Override
    public String toString() {
        return text;
    }
}
