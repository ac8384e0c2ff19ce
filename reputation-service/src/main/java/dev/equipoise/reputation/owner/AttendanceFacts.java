package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.reputation.Attendance;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.reputation.book.FactBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says once a minute what time itself says of presence and absence. One thread, while this replica owns the log. */
final class AttendanceFacts {

    static final Duration PACE = Duration.ofMinutes(1);

    private final Roster roster;
    private final FactBook book;
    private final FactWriter writer;
    private final Attendance attendance;
    private long said;

    AttendanceFacts(Roster roster, FactBook book, FactWriter writer, Attendance attendance) {
        this.roster = roster;
        this.book = book;
        this.writer = writer;
        this.attendance = attendance;
    }

    /** Whatever was due before the last fact of the log has been said; on an empty log nothing was due. */
    void begin(long now) {
        said = book.isEmpty() ? now : Math.min(now, book.lastAt());
    }

    void follow(long now) {
        if (now - said < PACE.toMillis()) {
            return;
        }
        List<Fact> due = new ArrayList<>();
        for (Member member : roster.members()) {
            String worker = member.worker().id();
            if (member.worker().status() != WorkerStatus.STARTING && book.isUp(worker)) {
                due.addAll(attendance.rewards(worker, member.presentSince().toEpochMilli(), said, now));
            }
        }
        book.lost().forEach((worker, at) -> due.addAll(attendance.absences(worker, at, said, now)));
        writer.write(due);
        said = now;
    }
}
