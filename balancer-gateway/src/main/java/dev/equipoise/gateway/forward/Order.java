package dev.equipoise.gateway.forward;

import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.tracing.RequestTrace;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * A request to be carried out.
 *
 * @param service whose workers may have it
 * @param head as a worker gets it, but for {@code Host}, which will name the worker; see {@link Heads#forWorker}
 * @param pick what pickers may know of it
 * @param body what is known of its body
 * @param upgrade whether it asks for another protocol
 * @param keepsHost whether {@code Host} stays as it is
 * @param trace told of each try
 */
public record Order(
        Service service,
        HttpRequest head,
        PickRequest pick,
        Body body,
        boolean upgrade,
        boolean keepsHost,
        RequestTrace trace) {

    /** What a head says of the body behind it. */
    public enum Body {
        NONE,
        /** Its length is declared, and it comes without more ado. */
        DECLARED,
        /** It comes as its sender likes, or waits for a word; there may be none. */
        STREAMED
    }

    /** One that nobody traces. */
    public Order(Service service, HttpRequest head, PickRequest pick, Body body, boolean upgrade, boolean keepsHost) {
        this(service, head, pick, body, upgrade, keepsHost, RequestTrace.NONE);
    }

    boolean hasBody() {
        return body != Body.NONE;
    }

    /** How much of its body is to be there before a worker is picked, in bytes: all, where that is not too much. */
    int bodyAhead() {
        int most = body == Body.DECLARED ? service.settings().requestBuffer() : 0;
        long length = most == 0 ? 0 : HttpUtil.getContentLength(head, 0L);
        return length < most ? (int) length + 1 : most;
    }

    /** Whether acting twice is the same as acting once. */
    boolean isIdempotent() {
        return !upgrade && Heads.isIdempotent(head);
    }

    /** Whether two workers may have it at once: it only asks, and there is nothing to send twice. */
    boolean changesNothing() {
        return !hasBody() && !upgrade && Heads.changesNothing(head.method());
    }

    /** For the log: without the query, in which there may be secrets. */
    String asked() {
        String target = head.uri();
        int query = target.indexOf('?');
        return head.method() + " " + (query < 0 ? target : target.substring(0, query));
    }
}
