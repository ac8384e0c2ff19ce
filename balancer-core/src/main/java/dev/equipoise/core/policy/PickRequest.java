package dev.equipoise.core.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a picker may know of the request.
 *
 * @param hashKey what consistent hashing hashes; null when the request has no such key
 * @param zone the client's zone; empty when unknown
 * @param tried ids of the workers that already had this request and must not get it again
 * @param trace where the pick notes its reasons; null for all requests that nobody wants explained
 * @param preferred id of the worker that has the client's session; null when there is none
 * @param canary whether it may try out a worker that is not trusted: it changes nothing, has no body, and can be repeated
 */
public record PickRequest(
        @Nullable String hashKey,
        String zone,
        List<String> tried,
        @Nullable PickTrace trace,
        @Nullable String preferred,
        boolean canary) {

    /** A request without key and zone that nobody has tried. */
    public static final PickRequest ANY = new PickRequest(null, "", List.of(), null);

    public PickRequest {
        tried = List.copyOf(tried);
    }

    /** A request that tries out nobody. */
    public PickRequest(@Nullable String hashKey, String zone, List<String> tried, @Nullable PickTrace trace) {
        this(hashKey, zone, tried, trace, null, false);
    }

    /** A request that nobody is to have rather than others. */
    public PickRequest(
            @Nullable String hashKey, String zone, List<String> tried, @Nullable PickTrace trace, boolean canary) {
        this(hashKey, zone, tried, trace, null, canary);
    }

    /** A fresh request with this hash key. */
    public static PickRequest keyed(@Nullable String hashKey) {
        return new PickRequest(hashKey, "", List.of(), null);
    }

    /** The same request for its next try. */
    public PickRequest without(List<String> tried) {
        return new PickRequest(hashKey, zone, tried, trace, preferred, canary);
    }

    /** The same request, which {@code worker} is to have if it can. */
    public PickRequest preferring(String worker) {
        return new PickRequest(hashKey, zone, tried, trace, worker, canary);
    }

    /** The same request, its next pick noted in {@code trace}. */
    public PickRequest traced(PickTrace trace) {
        return new PickRequest(hashKey, zone, tried, trace, preferred, canary);
    }

    /** The same request, which may try out a worker that is not trusted. */
    public PickRequest asCanary() {
        return new PickRequest(hashKey, zone, tried, trace, preferred, true);
    }
}
