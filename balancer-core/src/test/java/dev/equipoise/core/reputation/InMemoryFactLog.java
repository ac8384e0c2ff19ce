package dev.equipoise.core.reputation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fake of the log of facts: one lock, no bound. */
public final class InMemoryFactLog implements FactLog {

    private static final Pattern POSITION = Pattern.compile("(\\d{1,18})-\\d{1,18}");

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private String hash = FactChain.START;
    /** Goes on in another life. */
    private long written;

    @Override
    public synchronized int append(List<Fact> facts) {
        int before = entries.size();
        for (Fact fact : facts) {
            if (ids.add(fact.id())) {
                hash = FactChain.next(hash, FactText.of(fact));
                entries.add(new Entry(++written + "-0", fact, hash));
            }
        }
        return entries.size() - before;
    }

    @Override
    public synchronized List<Entry> after(String position, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a page has one entry at least");
        }
        long from = number(position);
        return entries.stream()
                .filter(entry -> number(entry.position()) > from)
                .limit(most)
                .toList();
    }

    private static long number(String position) {
        Matcher matcher = POSITION.matcher(position);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a position: " + position);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** The store loses everything it knew. */
    public synchronized void lose() {
        entries.clear();
        ids.clear();
        hash = FactChain.START;
    }
}
