package dev.equipoise.console.fleet;

import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.happening.Tone;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notices what changed from one picture to the next, and no event tells. Used by one thread. */
final class Differences {

    private final Happenings happenings;
    private @Nullable Picture before;
    private Map<String, WorkerRow> rows = Map.of();

    Differences(Happenings happenings) {
        this.happenings = happenings;
    }

    void look(Picture now) {
        Map<String, WorkerRow> next = new HashMap<>();
        now.workers().forEach(row -> next.put(row.id(), row));
        if (before != null) {
            next.values().forEach(row -> compare(rows.get(row.id()), row));
            panics(before, now);
            health(before, now);
        }
        rows = next;
        before = now;
    }

    private void compare(@Nullable WorkerRow was, WorkerRow is) {
        if (was == null) {
            return;
        }
        ejection(was, is);
        StandingRow from = was.standing();
        StandingRow to = is.standing();
        if (from != null && to != null && !from.state().equals(to.state())) {
            String why = to.why().isEmpty() ? "" : ": " + to.why();
            Tone tone = to.isOut() ? Tone.BAD : to.isHeldBack() ? Tone.INFO : Tone.OK;
            happenings.add(
                    to.state(), tone, is.id(), is.id() + " is now " + to.state() + ", was " + from.state() + why);
        }
    }

    private void ejection(WorkerRow was, WorkerRow is) {
        boolean out = is.state().equals("ejected");
        if (out && !was.state().equals("ejected")) {
            happenings.add("ejected", Tone.WARN, is.id(), is.id() + " is ejected: it fails where others do not");
        } else if (!out && was.state().equals("ejected") && is.taking()) {
            happenings.add("returned", Tone.OK, is.id(), is.id() + " is no longer ejected");
        }
    }

    private void panics(Picture from, Picture to) {
        for (ServiceRow service : to.services()) {
            boolean panicked = from.services().stream()
                    .anyMatch(last -> last.name().equals(service.name())
                            && !last.panicking().isEmpty());
            boolean panics = !service.panicking().isEmpty();
            if (panics && !panicked) {
                happenings.add(
                        "panic",
                        Tone.BAD,
                        service.name(),
                        service.name() + " panics: so many workers fail that none is taken out");
            } else if (!panics && panicked) {
                happenings.add("calm", Tone.OK, service.name(), service.name() + " panics no longer");
            }
        }
    }

    private void health(Picture from, Picture to) {
        for (PeerRow peer : to.peers()) {
            from.peers().stream()
                    .filter(last -> last.name().equals(peer.name()) && last.isUp() != peer.isUp())
                    .forEach(last -> happenings.add(
                            peer.isUp() ? "up" : "down",
                            peer.isUp() ? Tone.OK : Tone.BAD,
                            peer.name(),
                            peer.isUp() ? peer.name() + " is up again" : peer.detail()));
        }
    }
}
