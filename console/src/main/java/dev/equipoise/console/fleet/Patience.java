package dev.equipoise.console.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One question without an answer is no outage: a part that answered within the last five seconds counts as there, as it was then.
 * What says itself that it is down is believed at once. Used by one thread.
 */
final class Patience {

    static final long MS = 5000;

    private record Heard(long at, PeerRow row) {}

    private final Map<String, Heard> heard = new HashMap<>();

    /** The rows as they are shown. */
    List<PeerRow> with(long now, List<PeerRow> peers) {
        return peers.stream().map(peer -> shown(now, peer)).toList();
    }

    private PeerRow shown(long now, PeerRow peer) {
        if (!peer.isSilent()) {
            heard.put(peer.name(), new Heard(now, peer));
            return peer;
        }
        Heard last = heard.get(peer.name());
        return last != null && now - last.at() <= MS ? last.row() : peer;
    }
}
