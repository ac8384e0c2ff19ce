package dev.equipoise.console.ask;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gateways, which are all asked: a name with several addresses, as a headless service of Kubernetes is, stands for as many
 * gateways. Names are looked up every ten seconds at most, and what cannot be looked up is where it was. Thread-safe; a lookup
 * blocks.
 */
final class Gateways {

    static final long FRESH_MS = 10_000;

    private static final String KIND = "gateway";
    private static final int MOST = 64;

    private final List<Peer> named;
    private final Lookup lookup;
    private final InstantSource clock;
    private final Map<Peer, List<Peer>> found = new HashMap<>(); // guarded by this
    private long lookedUp = Long.MIN_VALUE; // guarded by this
    private List<Peer> all = List.of(); // guarded by this

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    Gateways(List<URI> bases, Lookup lookup, InstantSource clock) {
        this.named = Peer.of(KIND, bases);
        this.lookup = lookup;
        this.clock = clock;
    }

    synchronized List<Peer> all() {
        long now = clock.millis();
        if (lookedUp == Long.MIN_VALUE || now - lookedUp >= FRESH_MS) {
            lookedUp = now;
            all = named.stream().flatMap(this::behind).limit(MOST).toList();
        }
        return all;
    }

    private Stream<Peer> behind(Peer peer) {
        try {
            found.put(peer, peers(peer, lookup.of(String.valueOf(peer.base().getHost()))));
        } catch (UnknownHostException e) {
            // Where it was, or where it may be the next time.
        }
        return found.getOrDefault(peer, List.of(peer)).stream();
    }

    private static List<Peer> peers(Peer peer, InetAddress[] addresses) {
        List<InetAddress> distinct = ofOneFamily(addresses);
        // A certificate is for the name; and a machine has several names for itself.
        boolean one = distinct.size() <= 1
                || "https".equals(peer.base().getScheme())
                || distinct.stream().anyMatch(InetAddress::isLoopbackAddress);
        return one
                ? List.of(peer)
                : distinct.stream().map(each -> at(peer, each)).toList();
    }

    /** A gateway that speaks both versions of IP has two addresses and is one gateway. */
    private static List<InetAddress> ofOneFamily(InetAddress[] addresses) {
        List<InetAddress> four = new ArrayList<>();
        List<InetAddress> six = new ArrayList<>();
        for (InetAddress address : addresses) {
            (address instanceof Inet4Address ? four : six).add(address);
        }
        return four.isEmpty() ? six : four;
    }

    private static Peer at(Peer peer, InetAddress address) {
        String host = address instanceof Inet4Address ? address.getHostAddress() : "[" + address.getHostAddress() + "]";
        String base = peer.base().toString().replaceFirst("://[^/:]+", "://" + host);
        return new Peer(KIND, KIND + " " + address.getHostAddress(), URI.create(base));
    }
}
