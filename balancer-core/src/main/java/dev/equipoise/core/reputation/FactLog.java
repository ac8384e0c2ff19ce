package dev.equipoise.core.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.util.List;

/**
 * All facts in the order in which they were taken, each chained to the one before it by a hash, so that nobody can change or
 * drop one unseen. Calls may block and throw {@link StoreUnavailableException}; any thread.
 */
public interface FactLog {

    /** The position before the first fact. */
    String START = "0-0";

    /**
     * Takes facts at the end of the log, in one step; one whose id the log already has is left out.
     *
     * @return how many were new
     */
    int append(List<Fact> facts);

    /**
     * At most {@code most} entries behind {@code position}, oldest first; empty at the end.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if that was never a position
     */
    List<Entry> after(String position, int most);

    /**
     * A fact in its place.
     *
     * @param position of this entry in the store
     * @param hash SHA-256 over the hash of the entry before it and {@link FactText}, in hexadecimal
     */
    record Entry(String position, Fact fact, String hash) {}
}
