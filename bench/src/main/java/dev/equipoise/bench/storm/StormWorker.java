package dev.equipoise.bench.storm;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.suite.Lease;
import dev.equipoise.core.registration.RequestSigner;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One of a {@link Swarm}. For its thread. */
final class StormWorker {

    private static final int UNKNOWN = 404;
    private static final long SHORTEST_RETRY = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_RETRY = TimeUnit.SECONDS.toNanos(10);
    private static final int NO_CONTENT = 204;

    private final Swarm swarm;
    private final String id;
    private final URI address;
    private long wantedNanos;
    private int failures;
    private boolean wasIn;

    StormWorker(Swarm swarm, String id, URI address) {
        this.swarm = swarm;
        this.id = id;
        this.address = address;
    }

    /** It wants to be in from that moment on. */
    void joinAt(long nanos) {
        wantedNanos = nanos;
        failures = 0;
        swarm.at(nanos, this::register);
    }

    private void register() {
        swarm.connections().send(swarm.messages().registration(id, address), answer -> {
            if (swarm.messages().isRegistered(answer)) {
                joined(swarm.messages().lease(answer));
            } else {
                failures++;
                swarm.tally().retried(answer.outcome());
                swarm.at(System.nanoTime() + pause(answer), this::register);
            }
        });
    }

    /** As long as the registry asks for; without a word of it, twice as long each time. */
    private long pause(Answer answer) {
        String asked = answer.headers().get("Retry-After", "");
        long nanos = asked.matches("\\d{1,4}")
                ? TimeUnit.SECONDS.toNanos(Long.parseLong(asked))
                : SHORTEST_RETRY << Math.min(failures - 1, 4);
        return swarm.spread(Math.min(nanos, LONGEST_RETRY));
    }

    private void joined(Lease lease) {
        if (!wasIn) {
            wasIn = true;
            swarm.joined(wantedNanos);
        }
        RequestSigner session = swarm.messages().signer(lease);
        Beats beats = new Beats(session, lease.heartbeat().toNanos());
        beats.next(System.nanoTime());
    }

    /** The heartbeats of one lease. */
    private final class Beats {

        private final RequestSigner session;
        private final long interval;
        private boolean over;

        Beats(RequestSigner session, long interval) {
            this.session = session;
            this.interval = interval;
        }

        void next(long lastNanos) {
            long due = lastNanos + swarm.spread(interval);
            swarm.at(due, () -> beat(due));
        }

        private void beat(long due) {
            if (over) {
                return;
            }
            next(due);
            swarm.connections().send(swarm.messages().heartbeat(id, session, swarm.chance()), answer -> {
                if (answer.status() == NO_CONTENT) {
                    swarm.tally().beat(System.nanoTime() - due);
                    return;
                }
                swarm.tally().beatFailed(answer.outcome());
                if (answer.status() == UNKNOWN && !over) {
                    over = true;
                    swarm.tally().leaseLost();
                    joinAt(System.nanoTime());
                }
            });
        }
    }
}
