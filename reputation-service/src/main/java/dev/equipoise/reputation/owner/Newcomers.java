package dev.equipoise.reputation.owner;

import dev.equipoise.core.registration.Network;
import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.Ledger;
import dev.equipoise.http.limit.Source;
import dev.equipoise.reputation.book.FactBook;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody nobody knew begins with: all that speaks against those it is linked to by owner or address, or the debt of a
 * newcomer. An owner known for a week, against whose workers nothing is proven, owes no debt: else whoever adds workers under
 * load would add none. One thread.
 */
final class Newcomers {

    private static final long WEEK = Duration.ofDays(7).toMillis();
    private static final double NOTHING = 0.01;

    private final FactBook book;
    private final FactWeights weights;
    private final List<Network> shared;
    /** Of owners, until the book changes for the worse: in a storm of joins they are the same each time. */
    private final Map<String, Owner> owners = new HashMap<>();

    /** @param shared networks behind whose addresses many stand, who are not linked by them */
    Newcomers(FactBook book, FactWeights weights, List<Network> shared) {
        this.book = book;
        this.weights = weights;
        this.shared = List.copyOf(shared);
    }

    /** What a newcomer begins with, and why. */
    record Beginning(Effect effect, String why) {}

    /** What the workers of an owner say of its next one. */
    private record Owner(int linked, Effect inherited, boolean knownGood) {}

    Beginning of(String worker, String owner, URI address, long now) {
        Owner known = owners.computeIfAbsent(owner, name -> look(name, now));
        List<String> neighbours = neighbours(worker, address, now);
        if (known.linked() == 0 && neighbours.isEmpty()) {
            return new Beginning(weights.of(FactType.ENROLLED), "nobody knows it");
        }
        Effect there = neighbours.isEmpty() ? Effect.NONE : book.inherited(neighbours, now);
        Effect all = worse(known.inherited(), there);
        if (known.knownGood()) {
            return new Beginning(
                    new Effect(all.proven(), all.behaviour(), 0, 0, all.flap()), "its owner is known for a week");
        }
        Set<String> linked = new HashSet<>(book.ofOwner(owner));
        linked.addAll(neighbours);
        return new Beginning(all, "linked by owner or address to " + linked.size() + " known before");
    }

    /** What was known of owners may be out of date. */
    void refresh() {
        owners.clear();
    }

    private Owner look(String owner, long now) {
        List<String> workers = recent(book.ofOwner(owner), "", now);
        if (workers.isEmpty()) {
            return new Owner(0, Effect.NONE, false);
        }
        boolean old = workers.stream().anyMatch(id -> book.known(id).firstAt() <= now - WEEK);
        boolean clean = workers.stream()
                .allMatch(id -> book.score(id, now).proven() < NOTHING
                        && book.verdict(id).latched().isEmpty());
        return new Owner(workers.size(), book.inherited(workers, now), old && clean);
    }

    private List<String> neighbours(String worker, URI address, long now) {
        String host = address.getHost();
        return isShared(host) ? List.of() : recent(book.onHost(host), worker, now);
    }

    private List<String> recent(List<String> workers, String besides, long now) {
        List<String> recent = new ArrayList<>();
        for (String id : workers) {
            if (!id.equals(besides) && (book.isUp(id) || book.known(id).lastAt() >= now - Ledger.MEMORY)) {
                recent.add(id);
            }
        }
        return recent;
    }

    private boolean isShared(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        Source source = Source.of(host);
        return source.address().isLoopbackAddress()
                || shared.stream().anyMatch(network -> network.contains(source.address()));
    }

    private static Effect worse(Effect a, Effect b) {
        return new Effect(
                Math.max(a.proven(), b.proven()),
                Math.max(a.behaviour(), b.behaviour()),
                0,
                Math.max(a.debt(), b.debt()),
                Math.max(a.flap(), b.flap()));
    }
}
