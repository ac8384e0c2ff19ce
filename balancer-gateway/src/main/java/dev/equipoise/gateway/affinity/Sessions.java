package dev.equipoise.gateway.affinity;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.CookieHeaderNames.SameSite;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The sticky sessions of one service. Clients carry them, in a cookie or in a header that they send back; the gateway remembers nothing.
 * A session is renewed by requests, lasts only so long in all, and moves when its worker is gone. Any thread.
 */
public final class Sessions {

    private final String service;
    private final Carrier carrier;
    private final SessionTokens tokens;
    private final StickyProperties terms;
    private final InstantSource clock;

    /** @param name of the cookie, or else of the header */
    record Carrier(boolean isCookie, String name) {}

    Sessions(String service, Carrier carrier, SessionTokens tokens, StickyProperties terms, InstantSource clock) {
        this.service = service;
        this.carrier = carrier;
        this.tokens = tokens;
        this.terms = terms;
        this.clock = clock;
    }

    /** The session that a request with these headers belongs to; null if it has none, or one that has ended or is none of ours. */
    public @Nullable Session of(HttpHeaders request) {
        String token = carrier.isCookie() ? RequestCookies.value(request, carrier.name()) : request.get(carrier.name());
        Session session = token == null ? null : tokens.open(token);
        if (session == null || !session.service().equals(service)) {
            return null;
        }
        long now = now();
        boolean over = now >= session.ends()
                || now - session.began() >= terms.longest().toSeconds();
        return over ? null : session;
    }

    /**
     * Tells the client, in the headers of an answer, that {@code worker} has its session; nothing if it knows that, and for long enough.
     *
     * @param session of the request; null for none
     */
    public void answered(HttpHeaders answer, @Nullable Session session, String worker) {
        long now = now();
        long idle = terms.idle().toSeconds();
        Session known = session != null && session.worker().equals(worker) ? session : null;
        if (known != null && known.ends() - now > idle / 2) {
            return;
        }
        long began = known == null ? now : known.began();
        long ends = Math.min(now + idle, began + terms.longest().toSeconds());
        if (known != null && ends <= known.ends()) {
            return;
        }
        String token = tokens.seal(new Session(service, worker, began, ends));
        if (carrier.isCookie()) {
            answer.add(HttpHeaderNames.SET_COOKIE, ServerCookieEncoder.STRICT.encode(cookie(token, ends - now)));
        } else {
            answer.set(carrier.name(), token);
        }
    }

    private DefaultCookie cookie(String token, long seconds) {
        DefaultCookie cookie = new DefaultCookie(carrier.name(), token);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.Lax);
        cookie.setSecure(terms.secure());
        cookie.setMaxAge(seconds);
        return cookie;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
