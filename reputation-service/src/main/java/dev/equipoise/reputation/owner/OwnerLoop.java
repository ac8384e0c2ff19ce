package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.reputation.Attendance;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.Ownership;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.reputation.book.FactBook;
import dev.equipoise.reputation.export.FactExport;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on in every replica, and in the one that owns the log: read on in the log, turn evidence into facts, step the
 * trust in everybody, publish what changed. Whoever becomes the owner reads the whole log anew: there is no other state to
 * hand over but counts within minutes. One thread; {@link #isOwner} any.
 */
public final class OwnerLoop {

    static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(OwnerLoop.class);

    private final InstantSource clock;
    private final ChangeLog changes;
    private final FactBook book;
    private final Tenure tenure;
    private final ExportedFacts exported;
    private final LeaseFacts leases;
    private final AttendanceFacts attendance;
    private final GatewayFacts gateways;
    private final StandingsBoard board;

    private volatile boolean owner;
    private ChangeLog.@Nullable Head life;
    private long steppedAt = Long.MIN_VALUE;
    private long forgottenAt = Long.MIN_VALUE;
    private long now;
    private int read;
    private boolean failed;

    /** The ports it works on. */
    public record Ports(
            ChangeLog changes,
            Roster roster,
            FactLog facts,
            ReportInbox inbox,
            Standings standings,
            Ownership ownership) {}

    /**
     * @param replica differs from that of any other
     * @param export null for none
     */
    public OwnerLoop(
            Ports ports,
            FactBook book,
            OwnerTerms terms,
            String replica,
            @Nullable FactExport export,
            InstantSource clock) {
        this.clock = clock;
        this.changes = ports.changes();
        this.book = book;
        FactWeights weights = terms.weights();
        this.tenure = new Tenure(ports.ownership(), replica, clock);
        this.exported = new ExportedFacts(export, ports.facts());
        FactWriter writer = new FactWriter(ports.facts(), book, tenure, this::seen);
        this.leases = new LeaseFacts(
                ports.changes(),
                ports.roster(),
                book,
                writer,
                weights,
                new Newcomers(book, weights, terms.sharedNetworks()),
                terms.mostWorkers());
        this.attendance = new AttendanceFacts(ports.roster(), book, writer, new Attendance(weights));
        this.gateways = new GatewayFacts(
                ports.inbox(),
                book,
                writer,
                weights,
                terms.evidence(),
                new ServedWell(book, weights, terms.provenGoodRequests()),
                terms.mostWorkers());
        this.board = new StandingsBoard(ports.standings(), book);
    }

    public boolean isOwner() {
        return owner;
    }

    /** One round. Whatever the store does, the next one tries again. */
    public void round() {
        try {
            goRound();
            if (failed) {
                log.info("The log of facts is read on again");
            }
            failed = false;
        } catch (OwnershipLostException e) {
            log.info("Another replica owns the log of facts now");
            stepDown();
        } catch (StoreUnavailableException e) {
            if (!failed) {
                log.warn("The store is away, standings stay as they are: {}", e.getMessage());
            }
            failed = true;
            // Facts may have been on their way: whoever owns the log next makes them again.
            stepDown();
        } catch (RuntimeException e) {
            // What was half done is not to be trusted: begin from the log.
            if (!failed) {
                log.error("A round failed; the log of facts is read anew", e);
            }
            failed = true;
            book.close();
            stepDown();
        }
    }

    private void goRound() {
        now = Math.max(now, clock.millis());
        ChangeLog.Head head = changes.head();
        if (life != null && isAnother(life, head)) {
            log.warn("The store lost what it knew: the log of facts is read anew");
            book.close();
            stepDown();
        }
        life = head;
        boolean holds = tenure.isHeld();
        if (holds && !owner) {
            takeOver();
        } else if (!holds && owner) {
            throw new OwnershipLostException();
        }
        book.readOn(this::seen);
        if (owner) {
            leases.follow(now);
            attendance.follow(now);
            gateways.follow(now);
            exported.follow(now);
        }
        step();
    }

    /** Positions and versions only grow within one life of a store that loses nothing. */
    private static boolean isAnother(ChangeLog.Head before, ChangeLog.Head now) {
        return !before.incarnation().equals(now.incarnation()) || now.version() < before.version();
    }

    private void takeOver() {
        exported.restore();
        book.close();
        book.readOn(entry -> {});
        exported.begin();
        book.step(now);
        leases.begin(now);
        attendance.begin(now);
        gateways.begin(now);
        board.begin(now);
        owner = true;
        log.info("This replica owns the log of facts, with {} workers in it", book.size());
    }

    private void stepDown() {
        owner = false;
        exported.end();
        tenure.doubt();
    }

    private void seen(FactLog.Entry entry) {
        read++;
        exported.add(entry);
    }

    private void step() {
        boolean due = steppedAt == Long.MIN_VALUE || now - steppedAt >= STEP.toMillis();
        if (due) {
            steppedAt = now;
            book.step(now);
        }
        if (forgottenAt == Long.MIN_VALUE || now - forgottenAt >= FORGET.toMillis()) {
            forgottenAt = now;
            book.forget(now);
        }
        if (owner && (due || read > 0)) {
            read = 0;
            board.publish(leases.fleet().members(), now);
        }
    }

    /** Lets another replica take over at once. */
    public void stop() {
        stepDown();
        try {
            tenure.release();
        } catch (StoreUnavailableException e) {
            log.debug("The ownership was not given back; it ends by itself", e);
        }
    }
}
