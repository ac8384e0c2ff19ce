package dev.equipoise.core.hash;

/**
 * Positions that belong to workers, and a way from a key's hash to one of them. Immutable. From there the positions go
 * round: whoever cannot have the first worker takes the one at the next position, and so on.
 */
public interface KeyTable {

    /** How many positions there are; 0 for an empty fleet only. */
    int size();

    /** The position of a key with this hash, in [0, size). The table must not be empty. */
    int position(long hash);

    /** Who owns this position: an index into the workers of the fleet that the table was built from. */
    int owner(int position);
}
