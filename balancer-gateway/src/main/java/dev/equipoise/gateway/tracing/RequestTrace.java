package dev.equipoise.gateway.tracing;

import dev.equipoise.core.membership.Worker;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** The trace of one request. On its event loop. */
public interface RequestTrace {

    /** Nobody looks. */
    RequestTrace NONE = new RequestTrace() {

        @Override
        public void enter(HttpHeaders headers) {}

        @Override
        public TryTrace tryAt(Worker worker, int number) {
            return TryTrace.NONE;
        }

        @Override
        public void ended(Told told) {}
    };

    AttributeKey<RequestTrace> KEY = AttributeKey.valueOf(RequestTrace.class, "of");

    /** That of the request this connection or stream is at. */
    static RequestTrace of(Channel channel) {
        RequestTrace noted = channel.attr(KEY).get();
        return noted == null ? NONE : noted;
    }

    /** Notes down that this connection or stream is at such a request. */
    default void noteOn(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /** Whoever gets a request with these headers goes on with its trace. */
    void enter(HttpHeaders headers);

    /**
     * A worker is about to have it.
     *
     * @param number which try it is, from 1 on
     */
    TryTrace tryAt(Worker worker, int number);

    /** It is over, as told. Said once. */
    void ended(Told told);

    /**
     * How a request ended.
     *
     * @param status 0 if it got none
     * @param complete whether the answer ended as it should
     * @param worker who answered, or had it last
     * @param tries how many workers had it
     */
    record Told(
            int status,
            boolean complete,
            String lane,
            @Nullable String route,
            @Nullable String service,
            @Nullable String policy,
            @Nullable String worker,
            int tries) {}
}
