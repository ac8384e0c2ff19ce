package dev.equipoise.reputation.book;

import dev.equipoise.http.limit.Source;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which workers share an owner or an address, by their last places. Guarded by its book. */
final class Links {

    private final Map<String, Set<String>> owners = new HashMap<>();
    private final Map<InetAddress, Set<String>> networks = new HashMap<>();

    void move(String worker, String from, String to) {
        if (from.equals(to)) {
            return;
        }
        change(owners, owner(from), worker, false);
        change(networks, network(host(from)), worker, false);
        change(owners, owner(to), worker, true);
        change(networks, network(host(to)), worker, true);
    }

    List<String> ofOwner(String owner) {
        return owner.isEmpty() ? List.of() : List.copyOf(owners.getOrDefault(owner, Set.of()));
    }

    List<String> onHost(String host) {
        InetAddress network = network(host);
        return network == null ? List.of() : List.copyOf(networks.getOrDefault(network, Set.of()));
    }

    private static <K> void change(Map<K, Set<String>> index, @Nullable K key, String worker, boolean add) {
        if (key == null) {
            return;
        }
        Set<String> workers = index.computeIfAbsent(key, k -> new LinkedHashSet<>());
        if (add) {
            workers.add(worker);
        } else {
            workers.remove(worker);
        }
        if (workers.isEmpty()) {
            index.remove(key);
        }
    }

    private static @Nullable String owner(String place) {
        int at = place.lastIndexOf('@');
        return at <= 0 ? null : place.substring(0, at);
    }

    private static String host(String place) {
        String authority = place.substring(place.lastIndexOf('@') + 1);
        int port = authority.lastIndexOf(':');
        return port < 0 ? authority : authority.substring(0, port);
    }

    /** @return null for what is no address: nobody is linked by it */
    private static @Nullable InetAddress network(String host) {
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            return literal ? Source.of(host).network() : null;
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
