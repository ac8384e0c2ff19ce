package dev.equipoise.core.hash;

import dev.equipoise.core.membership.Fleet;

/**
 * The naive table: as many positions as workers, and a key belongs to number hash mod n. When n changes, so does the
 * remainder of nearly every hash: from n to n + 1 workers all but 1 ÷ (n + 1) of the keys move.
 *
 * @param size how many workers there are
 */
public record ModuloTable(int size) implements KeyTable {

    /** The table of this fleet. */
    public static ModuloTable of(Fleet fleet) {
        return new ModuloTable(fleet.size());
    }

    @Override
    public int position(long hash) {
        return (int) Long.remainderUnsigned(hash, size);
    }

    @Override
    public int owner(int position) {
        return position;
    }
}
