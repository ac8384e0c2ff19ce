package dev.equipoise.reputation.book;

import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is remembered of one worker besides its score. Guarded by its book. */
final class Past {

    /** Facts shown of one worker. */
    static final int SHOWN = 50;

    private static final Pattern CHANGE = Pattern.compile("change:([^:]+):(\\d{1,18})");

    private final Deque<Fact> facts = new ArrayDeque<>();
    private final long firstAt;
    private long lastAt;
    private String place = "";
    private long lostAt;
    private boolean isLost;
    private String incarnation = "";
    private long version;
    private Stage stage = Stage.FIRST;
    private long steppedAt;

    Past(long firstAt) {
        this.firstAt = firstAt;
        this.steppedAt = firstAt;
    }

    void add(Fact fact) {
        lastAt = fact.at();
        if (!fact.place().isEmpty()) {
            place = fact.place();
        }
        if (fact.type().presence() != FactType.Presence.UNCHANGED) {
            isLost = fact.type() == FactType.LEASE_LOST;
            boolean blamed = isLost && fact.effect().behaviour() > 0;
            lostAt = blamed ? fact.at() : 0;
        }
        Matcher change = CHANGE.matcher(fact.id());
        if (change.matches()) {
            boolean sameLife = incarnation.equals(change.group(1));
            incarnation = change.group(1);
            version = Math.max(sameLife ? version : 0, Long.parseLong(change.group(2)));
        }
        facts.add(fact);
        if (facts.size() > SHOWN) {
            facts.remove();
        }
    }

    /** Whether this is one of the last facts: the log may take an id again that it has forgotten. */
    boolean has(String factId) {
        return facts.stream().anyMatch(fact -> fact.id().equals(factId));
    }

    void step(Stage next, long now) {
        stage = next;
        steppedAt = Math.max(steppedAt, now);
    }

    Stage stage() {
        return stage;
    }

    long steppedAt() {
        return steppedAt;
    }

    long firstAt() {
        return firstAt;
    }

    String place() {
        return place;
    }

    Known known() {
        return new Known(firstAt, lastAt, place, isLost, lostAt, incarnation, version);
    }

    List<Fact> newestFirst() {
        List<Fact> all = new ArrayList<>(facts);
        Collections.reverse(all);
        return all;
    }
}
