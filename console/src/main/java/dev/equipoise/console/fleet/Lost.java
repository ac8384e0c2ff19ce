package dev.equipoise.console.fleet;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Workers that went without a word, remembered for ten minutes or until they are back: whoever looks at the page now should see
 * what is missing, and not only what is there. Used by one thread.
 */
final class Lost {

    static final long MEMORY_MS = 600_000;

    /** A fleet that vanishes as a whole is seen by that; these are asked for one by one. */
    private static final int MOST_ASKED = 10;

    private static final int MOST = 100;
    private static final Set<String> WITHOUT_A_WORD = Set.of("expired", "equivocated", "revoked");

    private final Function<String, @Nullable Member> gone;
    private final Map<String, Member> lost = new LinkedHashMap<>();
    private Set<String> before = Set.of();

    /** @param gone tells what became of a worker; null if it cannot be told */
    Lost(Function<String, @Nullable Member> gone) {
        this.gone = gone;
    }

    /**
     * Those missing now.
     *
     * @param present null if that is not known at the moment
     */
    List<Member> look(long now, @Nullable List<Member> present) {
        if (present == null) {
            return new ArrayList<>(lost.values());
        }
        Set<String> ids = new HashSet<>();
        present.forEach(member -> ids.add(member.id()));
        before.stream().filter(id -> !ids.contains(id)).limit(MOST_ASKED).forEach(this::ask);
        before = ids;
        lost.values().removeIf(member -> ids.contains(member.id()) || now - wentAt(member, now) > MEMORY_MS);
        return new ArrayList<>(lost.values());
    }

    private void ask(String id) {
        Member member = gone.apply(id);
        if (member != null && WITHOUT_A_WORD.contains(member.why()) && lost.size() < MOST) {
            lost.put(id, member);
        }
    }

    private static long wentAt(Member member, long otherwise) {
        try {
            return Instant.parse(member.since()).toEpochMilli();
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
