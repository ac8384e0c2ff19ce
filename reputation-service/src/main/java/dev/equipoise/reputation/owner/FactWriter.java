package dev.equipoise.reputation.owner;

import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.reputation.book.FactBook;
import java.util.List;
import java.util.function.Consumer;

/** Appends to the log as its owner, and reads on, so that what was written counts at once. One thread. */
final class FactWriter {

    private static final int CHUNK = 500;

    private final FactLog log;
    private final FactBook book;
    private final Tenure tenure;
    private final Consumer<FactLog.Entry> each;

    /** @param each is given every entry that is read on that way */
    FactWriter(FactLog log, FactBook book, Tenure tenure, Consumer<FactLog.Entry> each) {
        this.log = log;
        this.book = book;
        this.tenure = tenure;
        this.each = each;
    }

    /**
     * Those the log has already are left out.
     *
     * @throws OwnershipLostException if this replica is not the owner any more
     */
    void write(List<Fact> facts) {
        for (int from = 0; from < facts.size(); from += CHUNK) {
            if (!tenure.isHeld()) {
                throw new OwnershipLostException();
            }
            log.append(book.stamped(facts.subList(from, Math.min(facts.size(), from + CHUNK))));
            book.readOn(each);
        }
    }
}
