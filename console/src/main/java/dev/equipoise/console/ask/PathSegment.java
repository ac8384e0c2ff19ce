package dev.equipoise.console.ask;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** A part of a path that came from elsewhere: no slash, query or dot of it leads anywhere else. */
public final class PathSegment {

    private PathSegment() {}

    /** @throws IllegalArgumentException if it is empty or consists of dots, which no encoding protects */
    public static String encoded(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("not a name: " + segment);
        }
        return UriUtils.encode(segment, StandardCharsets.UTF_8);
    }
}
