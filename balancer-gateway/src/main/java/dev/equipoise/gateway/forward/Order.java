package dev.equipoise.gateway.forward;

import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.tracing.RequestTrace;
import io.netty.handler.codec.http.HttpRequest;

/**
 * A request to be carried out.
 *
 * @param service whose workers may have it
 * @param head as a worker gets it, but for {@code Host}, which will name the worker; see {@link Heads#forWorker}
 * @param pick what pickers may know of it
 * @param hasBody whether a body follows, or may
 * @param upgrade whether it asks for another protocol
 * @param keepsHost whether {@code Host} stays as it is
 * @param trace told of each try
 */
public record Order(
        Service service,
        HttpRequest head,
        PickRequest pick,
        boolean hasBody,
        boolean upgrade,
        boolean keepsHost,
        RequestTrace trace) {

    /** One that nobody traces. */
    public Order(
            Service service, HttpRequest head, PickRequest pick, boolean hasBody, boolean upgrade, boolean keepsHost) {
        this(service, head, pick, hasBody, upgrade, keepsHost, RequestTrace.NONE);
    }

    /** Whether two workers may have it at once: it only asks, and there is nothing to send twice. */
    boolean changesNothing() {
        return !hasBody && !upgrade && Heads.changesNothing(head.method());
    }

    /** For the log: without the query, in which there may be secrets. */
    String asked() {
        String target = head.uri();
        int query = target.indexOf('?');
        return head.method() + " " + (query < 0 ? target : target.substring(0, query));
    }
}
