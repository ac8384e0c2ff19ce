package dev.equipoise.console.fleet;

import dev.equipoise.console.happening.Tone;
import java.util.ArrayList;
import java.util.List;

/** Says in one sentence how the fleet is: the worst first. */
final class Judge {

    /** From this share of failed requests on the fleet is in trouble; from a tenth of it, it is worth a look. */
    static final double MANY_FAIL = 0.1;

    static final double SOME_FAIL = 0.01;

    private static final int NAMED = 3;
    private static final double PERCENT = 100;

    private Judge() {}

    /**
     * @param known whether the registry answered
     * @param failing share of the requests that failed lately, from 0 to 1
     */
    static Verdict of(
            boolean known, List<WorkerRow> rows, List<ServiceRow> services, List<PeerRow> peers, double failing) {
        if (!known) {
            return new Verdict(
                    Tone.BAD,
                    "The registry does not answer",
                    "Gateways go on with the fleet they know. Below is what was known last; look at the registry's log.");
        }
        if (rows.isEmpty()) {
            return new Verdict(
                    failing >= SOME_FAIL ? Tone.BAD : Tone.INFO,
                    "There are no workers",
                    "The gateway answers 503 until one registers. Below is how to start one.");
        }
        int taking = (int) rows.stream().filter(WorkerRow::taking).count();
        List<String> more = details(rows, services, peers, failing);
        Tone tone = tone(taking, rows, services, peers, failing);
        return new Verdict(tone, headline(taking, rows.size()), String.join(" · ", more));
    }

    private static String headline(int taking, int all) {
        if (taking == 0) {
            return "No worker takes traffic";
        }
        if (taking < all) {
            return taking + " of " + all + " workers take traffic";
        }
        return all == 1 ? "The only worker takes traffic" : "All " + all + " workers take traffic";
    }

    private static Tone tone(
            int taking, List<WorkerRow> rows, List<ServiceRow> services, List<PeerRow> peers, double failing) {
        if (taking == 0 || failing >= MANY_FAIL || services.stream().anyMatch(Judge::panics)) {
            return Tone.BAD;
        }
        boolean trouble = rows.stream().anyMatch(row -> row.tone().compareTo(Tone.WARN) >= 0)
                || peers.stream().anyMatch(peer -> !peer.isUp())
                || failing >= SOME_FAIL;
        return trouble ? Tone.WARN : Tone.OK;
    }

    private static List<String> details(
            List<WorkerRow> rows, List<ServiceRow> services, List<PeerRow> peers, double failing) {
        List<String> details = new ArrayList<>();
        services.stream()
                .filter(Judge::panics)
                .forEach(service ->
                        details.add(service.name() + " panics: so many workers fail that none is taken out"));
        if (failing >= SOME_FAIL) {
            details.add(Math.round(failing * PERCENT) + " % of the requests fail");
        }
        List<WorkerRow> troubled =
                rows.stream().filter(row -> row.tone().compareTo(Tone.OFF) >= 0).toList();
        troubled.stream().limit(NAMED).forEach(row -> details.add(row.id() + " is " + row.state()));
        if (troubled.size() > NAMED) {
            details.add((troubled.size() - NAMED) + " more are not well");
        }
        peers.stream()
                .filter(peer -> !peer.isUp())
                .forEach(peer ->
                        details.add(peer.name() + (peer.isSilent() ? " does not answer" : " is " + peer.status())));
        long held = rows.stream()
                .filter(row -> row.tone() == Tone.INFO && row.taking())
                .count();
        if (held > 0 && details.isEmpty()) {
            details.add(
                    held == rows.size() && held > 1
                            ? "all of them new or held back a little: trust grows with time"
                            : held + " new or held back a little: trust grows with time");
        }
        return details;
    }

    private static boolean panics(ServiceRow service) {
        return !service.panicking().isEmpty();
    }
}
