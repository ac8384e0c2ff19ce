package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the current request of a connection asks for, byte by byte, where the web framework is given something else: a target that {@link java.net.URI}
 * takes. A worker gets what the client sent, but for what a filter has changed.
 */
public final class RawTarget {

    private static final AttributeKey<RawTarget> KEY = AttributeKey.valueOf(RawTarget.class, "of");

    /** Beside letters and digits (RFC 2396, which the class follows); behind a question mark brackets, too. */
    private static final String LEGAL = "-_.!~*'()/;:@&=+$,";

    private static final String ASTERISK = "*";
    private static final String HEX = "0123456789ABCDEF";

    private final String path;
    private final @Nullable String query;

    private RawTarget(String target) {
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? null : target.substring(mark + 1);
    }

    /** Gives the head of a new request a target that everybody takes, and notes down on its connection what it was. */
    public static void replace(HttpRequest head, Channel connection) {
        String target = head.uri();
        String legal = target.equals(ASTERISK) ? "/" : legal(target);
        RawTarget raw = legal.equals(target) ? null : new RawTarget(target);
        if (raw != null) {
            head.setUri(legal);
        }
        if (raw != null || connection.hasAttr(KEY)) {
            connection.attr(KEY).set(raw);
        }
    }

    /** That of the current request; null if it is the one the framework was given. Any thread. */
    public static @Nullable RawTarget of(Channel connection) {
        return connection.hasAttr(KEY) ? connection.attr(KEY).get() : null;
    }

    /** What a worker is asked for, when {@code newPath} and {@code newQuery} is what filters have made of what they were given. */
    public String restored(String newPath, @Nullable String newQuery) {
        if (path.equals(ASTERISK)) {
            return path;
        }
        String itsPath = newPath.equals(legal(path)) ? path : newPath;
        boolean sameQuery = Objects.equals(
                newQuery, query == null ? null : legal("?" + query).substring(1));
        String itsQuery = sameQuery ? query : newQuery;
        return itsQuery == null ? itsPath : itsPath + "?" + itsQuery;
    }

    /**
     * The same target, or part of one from its beginning, with what no URI may have escaped: characters, each of which is one byte, and percent
     * signs that begin no escape.
     */
    public static String legal(String target) {
        int from = 0;
        boolean behindMark = false;
        StringBuilder legal = null;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (!isLegal(target, i, behindMark)) {
                if (legal == null) {
                    legal = new StringBuilder(target.length() + 16);
                }
                legal.append(target, from, i).append('%').append(HEX.charAt(c >> 4 & 0xf));
                legal.append(HEX.charAt(c & 0xf));
                from = i + 1;
            }
            behindMark |= c == '?';
        }
        return legal == null
                ? target
                : legal.append(target, from, target.length()).toString();
    }

    private static boolean isLegal(String target, int at, boolean behindMark) {
        char c = target.charAt(at);
        if (c == '%') {
            return at + 2 < target.length() && isHex(target.charAt(at + 1)) && isHex(target.charAt(at + 2));
        }
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return alphanumeric || c == '?' || LEGAL.indexOf(c) >= 0 || (behindMark && (c == '[' || c == ']'));
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
