package dev.equipoise.gateway.forwarded;

import dev.equipoise.core.registration.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of the gateway that are believed when they say on whose behalf they ask. Whatever a client itself writes into
 * {@code X-Forwarded-For} is to the left of the first address, from the right, that is no proxy. Immutable.
 */
public final class TrustedProxies {

    private static final int MOST_HOPS = 20;
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern IPV4_AND_PORT = Pattern.compile("([0-9.]+):[0-9]+");
    private static final Pattern IPV6_AND_PORT = Pattern.compile("\\[([0-9a-fA-F:.]+)](:[0-9]+)?");

    private final List<Network> networks;
    private final @Nullable Pattern addresses;

    /** @param addresses what the text of an address may look like, too; null for none */
    public TrustedProxies(List<Network> networks, @Nullable Pattern addresses) {
        this.networks = List.copyOf(networks);
        this.addresses = addresses;
    }

    /** Whether nobody is trusted at all. */
    boolean isEmpty() {
        return networks.isEmpty() && addresses == null;
    }

    /** Whether it is one of them. */
    public boolean contain(InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return addresses != null && addresses.matcher(address.getHostAddress()).matches();
    }

    /**
     * Who asked a trusted proxy, by the lines of its {@code X-Forwarded-For}.
     *
     * @return null where it does not say so, or says nonsense
     */
    public @Nullable InetAddress client(List<String> lines) {
        List<InetAddress> chain = chain(lines);
        InetAddress first = chain.isEmpty() ? null : chain.get(0);
        return first == null || contain(first) ? null : first;
    }

    /**
     * What of the lines of {@code X-Forwarded-For} is a trusted proxy's word: the client, and the proxies behind it, from left to right. At most
     * {@value #MOST_HOPS}.
     */
    List<InetAddress> chain(List<String> lines) {
        List<String> hops = new ArrayList<>();
        lines.forEach(line -> hops.addAll(List.of(line.split(",", -1))));
        List<InetAddress> believed = new ArrayList<>();
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MOST_HOPS); i--) {
            InetAddress hop = parsed(hops.get(i).strip());
            if (hop == null) {
                break;
            }
            believed.add(0, hop);
            if (!contain(hop)) {
                break;
            }
        }
        return believed;
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
}
