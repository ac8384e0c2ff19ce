package dev.equipoise.gateway.lanes;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/** A target that names scheme and authority: those count, and the field Host does not (RFC 9112 section 3.2.2). */
final class AbsoluteTarget {

    private AbsoluteTarget() {}

    /**
     * Makes of a head with such a target one with a path, and leaves any other as it is.
     *
     * @return false if its authority is none
     */
    static boolean resolve(HttpRequest head) {
        String target = head.uri();
        int scheme = target.isEmpty() || target.charAt(0) == '/' || HttpMethod.CONNECT.equals(head.method())
                ? -1
                : target.indexOf("://");
        if (scheme < 0) {
            return true;
        }
        int from = scheme + 3;
        int to = from;
        while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
            to++;
        }
        String authority = target.substring(from, to);
        if (authority.isEmpty() || !RequestFraming.isAuthority(authority)) {
            return false;
        }
        head.headers().set(HttpHeaderNames.HOST, authority);
        head.setUri(path(head, target.substring(to)));
        return true;
    }

    private static String path(HttpRequest head, String rest) {
        if (rest.isEmpty()) {
            return HttpMethod.OPTIONS.equals(head.method()) ? "*" : "/";
        }
        return rest.startsWith("?") ? "/" + rest : rest;
    }
}
