package dev.equipoise.core.reputation;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a worker, as it stands in the log for ever. The effect stands in it, so that a log means the
 * same under whatever configuration it is read.
 *
 * @param id unique: a fact that comes twice counts once
 * @param at milliseconds since 1970, of the store's clock
 * @param worker whom it is about
 * @param place its owner and address, {@code owner@host:port}: restlessness is remembered for places, too; empty where it is
 *     not known
 * @param type what happened
 * @param effect what it adds
 * @param why one clause for people: evidence, or what an operator said
 * @param reporter {@code registry}, {@code gateways}, {@code operator:name} or {@code reputation}
 * @param until the end of an operator's verdict in milliseconds since 1970; null where it has none
 */
public record Fact(
        String id,
        long at,
        String worker,
        String place,
        FactType type,
        Effect effect,
        String why,
        String reporter,
        @Nullable Long until) {

    /** The one order in which facts count. */
    public static final Comparator<Fact> ORDER =
            Comparator.comparingLong(Fact::at).thenComparing(Fact::id);

    private static final int LONGEST = 512;

    public Fact {
        if (id.isEmpty() || worker.isEmpty()) {
            throw new IllegalArgumentException("a fact has an id and a worker");
        }
        why = why.length() > LONGEST ? why.substring(0, LONGEST) : why;
    }
}
