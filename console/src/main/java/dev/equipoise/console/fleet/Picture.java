package dev.equipoise.console.fleet;

import java.util.List;

/**
 * The fleet at one moment. Immutable.
 *
 * @param at in milliseconds since 1970
 * @param workers those in trouble first where not all are shown, otherwise by id
 * @param total how many there are, shown or not
 * @param taking how many of them get ordinary traffic
 * @param known whether the registry answered; otherwise the workers are those of the last time it did
 * @param trusted whether the reputation service answered
 */
public record Picture(
        long at,
        Verdict verdict,
        List<WorkerRow> workers,
        int total,
        int taking,
        int inFlight,
        List<ServiceRow> services,
        List<PeerRow> peers,
        boolean known,
        boolean trusted) {

    public Picture {
        workers = List.copyOf(workers);
        services = List.copyOf(services);
        peers = List.copyOf(peers);
    }
}
