package dev.equipoise.console.ask;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A service that is asked.
 *
 * @param kind {@code registry}, {@code reputation} or {@code gateway}
 * @param name the kind, and its number where there are several
 * @param base with no slash at its end
 */
public record Peer(String kind, String name, URI base) {

    static List<Peer> of(String kind, List<URI> bases) {
        List<Peer> peers = new ArrayList<>();
        for (URI base : bases) {
            String name = bases.size() == 1 ? kind : kind + "-" + (peers.size() + 1);
            peers.add(new Peer(kind, name, URI.create(base.toString().replaceFirst("/+$", ""))));
        }
        return List.copyOf(peers);
    }

    /** @param path begins with a slash; what is not ours in it is encoded */
    URI at(String path) {
        return URI.create(base + path);
    }
}
