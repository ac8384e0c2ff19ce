package dev.equipoise.core.reputation;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Walks over a log, a page at a time, to where its end is by then. One thread. */
public final class FactPages implements Iterator<FactLog.Entry> {

    private static final int PAGE = 1000;

    private final FactLog log;
    private List<FactLog.Entry> page = List.of();
    private int next;
    private String position;

    /** @param position behind which to begin, {@link FactLog#START} for all that the log still has */
    public FactPages(FactLog log, String position) {
        this.log = log;
        this.position = position;
    }

    /** Of the entry that {@link #next} gave last, at first where it began. */
    public String position() {
        return position;
    }

    @Override
    public boolean hasNext() {
        if (next == page.size()) {
            page = log.after(position, PAGE);
            next = 0;
        }
        return next < page.size();
    }

    @Override
    public FactLog.Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the log ends here");
        }
        FactLog.Entry entry = page.get(next++);
        position = entry.position();
        return entry;
    }
}
