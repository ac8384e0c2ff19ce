package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker in the fleet: registers until accepted, beats, and registers anew when its lease is gone, all on one
 * daemon thread that never gives up. {@link #start}, {@link #drain} and {@link #leave} may be called from any thread, in
 * that order; each may be called again and then does what is left to do. A worker that has left stays out.
 */
public final class WorkerMembership {

    // Together below 1.5 s: what a registry that is away may cost the end of a process.
    private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(800);
    private static final Duration LOOP_END_TIMEOUT = Duration.ofMillis(200);
    private static final Duration LEAVE_TIMEOUT = Duration.ofMillis(400);

    private static final Logger log = LoggerFactory.getLogger(WorkerMembership.class);

    /** A new session key is asked for when this part of the old one's life is over. */
    private static final double ROTATE_AFTER = 0.8;

    private final RegistryClient client;
    private final Heartbeats heartbeats;
    private final ClaimsSource claims;
    private final Supplier<LoadReport> load;
    private final Pace pace;
    private final OutageLog outage = new OutageLog(log);
    private final AtomicReference<@Nullable Thread> loop = new AtomicReference<>();

    // Written by the loop's thread alone.
    private volatile @Nullable Lease lease;
    private volatile boolean lapsed;
    private int failures;
    private Instant heardAt = Instant.EPOCH;
    private Instant grantedAt = Instant.EPOCH;

    // Written by whoever ends the membership, and only to true.
    private volatile boolean draining;
    private volatile boolean left;

    /** Beats over single requests. */
    public WorkerMembership(RegistryClient client, ClaimsSource claims, Supplier<LoadReport> load, Pace pace) {
        this(client, client::beat, claims, load, pace);
    }

    /** @param heartbeats how it beats: by the client, or over a session */
    public WorkerMembership(
            RegistryClient client, Heartbeats heartbeats, ClaimsSource claims, Supplier<LoadReport> load, Pace pace) {
        this.client = client;
        this.heartbeats = heartbeats;
        this.claims = claims;
        this.load = load;
        this.pace = pace;
    }

    /** Begins to register and returns at once. */
    public void start() {
        Thread thread = new Thread(this::run, "equipoise-membership");
        thread.setDaemon(true);
        if (loop.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    public MembershipState state() {
        if (left) {
            return MembershipState.LEFT;
        }
        if (draining) {
            return MembershipState.DRAINING;
        }
        if (loop.get() == null) {
            return MembershipState.NEW;
        }
        return lease == null || lapsed ? MembershipState.REGISTERING : MembershipState.REGISTERED;
    }

    /** The lease held; null while there is none. */
    public @Nullable Lease lease() {
        return lease;
    }

    /**
     * Asks the registry to send no new work; heartbeats go on. Blocks for at most 0.8 s.
     *
     * @return true if the registry has taken note; false if it could not, or if this worker was no member anyway
     */
    public boolean drain() {
        draining = true;
        Lease held = lease;
        return held != null && drain(held);
    }

    /** Ends the membership and the thread. Blocks for at most 0.6 s; a lease that could not be ended runs out. */
    public void leave() {
        if (left) {
            return;
        }
        left = true;
        Thread thread = loop.get();
        try {
            if (thread != null) {
                thread.interrupt();
                thread.join(LOOP_END_TIMEOUT.toMillis());
            }
            Lease held = lease;
            if (held != null) {
                client.leave(held.location(), LEAVE_TIMEOUT);
                log.info("Left the registry: {}", held.location());
            }
        } catch (RegistryRefusedException | IOException e) {
            outage.failed("Could not leave the registry, the lease will run out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean drain(Lease held) {
        try {
            client.drain(held.location(), DRAIN_TIMEOUT);
            log.info("Draining: the registry sends no new work to {}", held.location());
            return true;
        } catch (RegistryRefusedException | IOException e) {
            outage.failed("Could not announce the end to the registry", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void run() {
        try {
            // A worker that drains and has no lease has nothing left to keep.
            while (!left && !(draining && lease == null)) {
                Thread.sleep(turn().toMillis());
            }
        } catch (InterruptedException e) {
            // So leave() ends the loop, and with it the thread.
        }
    }

    /** One request, or a second one where the first showed that the lease is gone; returns the pause after it. */
    private Duration turn() throws InterruptedException {
        try {
            Lease held = lease;
            return held == null || isDue(held) ? register() : beat(held);
        } catch (RegistryRefusedException e) {
            return failed("Not registered", e, e.retryAfter());
        } catch (IOException | RuntimeException e) {
            // Runtime exceptions too: a claim that does not hold must not end the thread in silence.
            return failed("Not registered", e, null);
        }
    }

    private boolean isDue(Lease held) {
        Duration age = Duration.between(grantedAt, pace.clock().instant());
        return !draining && age.toMillis() > ROTATE_AFTER * held.rotation().toMillis();
    }

    private Duration register() throws RegistryRefusedException, IOException, InterruptedException {
        Claims now = claims.claims();
        Lease granted = client.register(now, lease);
        lease = granted;
        grantedAt = pace.clock().instant();
        heard();
        log.info(
                "Registered {} at {} with {}, heartbeat every {} ms",
                now.id(),
                now.address(),
                granted.location(),
                granted.heartbeat().toMillis());
        if (draining) {
            // The drain came while the registration was under way and found no lease to drain.
            drain(granted);
        }
        return pace.spread(granted.heartbeat());
    }

    private Duration beat(Lease held) throws RegistryRefusedException, IOException, InterruptedException {
        try {
            heartbeats.beat(held, load());
            heard();
            outage.recovered("The registry takes heartbeats again");
            return pace.spread(held.heartbeat());
        } catch (RegistryRefusedException e) {
            if (!e.leaseGone()) {
                return unheard(held, e, e.retryAfter());
            }
            outage.failed("The lease is gone, registering anew", e);
            lease = null;
            return draining ? Duration.ZERO : register();
        } catch (IOException e) {
            return unheard(held, e, null);
        }
    }

    /** A worker that cannot tell its load is still alive. */
    private LoadReport load() {
        try {
            return load.get();
        } catch (RuntimeException e) {
            outage.failed("No load report", e);
            return LoadReport.NONE;
        }
    }

    /**
     * A registry that is away comes back, often with the lease still in its store, so the heartbeat is what we try. Once
     * the lease has run out, its replica may be gone for good: then we ask the other registries as well, each time.
     */
    private Duration unheard(Lease held, Exception fault, @Nullable Duration asked)
            throws RegistryRefusedException, IOException, InterruptedException {
        Duration pause = failed("No heartbeat", fault, asked);
        if (draining || Duration.between(heardAt, pace.clock().instant()).compareTo(held.term()) <= 0) {
            return pause;
        }
        lapsed = true;
        return register();
    }

    private void heard() {
        failures = 0;
        lapsed = false;
        heardAt = pace.clock().instant();
    }

    private Duration failed(String what, Exception fault, @Nullable Duration asked) {
        failures++;
        outage.failed(what, fault);
        return pace.retry(failures, asked);
    }
}
