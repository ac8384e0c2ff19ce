package dev.equipoise.gateway.affinity;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import org.jspecify.annotations.Nullable;

/** The cookies of a request. */
public final class RequestCookies {

    private RequestCookies() {}

    /** The value of the first cookie of this name; null if there is none. Cookies that are none are passed over. */
    public static @Nullable String value(HttpHeaders request, String name) {
        for (String line : request.getAll(HttpHeaderNames.COOKIE)) {
            for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(line)) {
                if (cookie.name().equals(name)) {
                    return cookie.value();
                }
            }
        }
        return null;
    }
}
