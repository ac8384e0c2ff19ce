package dev.equipoise.gateway.behaviour;

import java.util.Set;

/**
 * Requests whose head no server should take, because the next one might read another request out of it (RFC 9112, sections
 * 2 to 7 and 11.2). Each would be a whole request to somebody lenient.
 */
enum BadRequest {
    LENGTH_THEN_CODING("POST / HTTP/1.1|Host: h|Content-Length: 5|Transfer-Encoding: chunked||0||"),
    CODING_THEN_LENGTH("POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Content-Length: 5||0||"),
    ODD_CODING_AND_LENGTH("POST / HTTP/1.1|Host: h|Transfer-Encoding: xchunked|Content-Length: 5||hello"),
    TWO_LENGTHS("POST / HTTP/1.1|Host: h|Content-Length: 5|Content-Length: 6||hello!"),
    LENGTHS_IN_A_LIST("POST / HTTP/1.1|Host: h|Content-Length: 5, 6||hello!"),
    LENGTH_WITH_PLUS("POST / HTTP/1.1|Host: h|Content-Length: +5||hello"),
    LENGTH_BELOW_NOTHING("POST / HTTP/1.1|Host: h|Content-Length: -5||hello"),
    LENGTH_IN_HEX("POST / HTTP/1.1|Host: h|Content-Length: 0x5||hello"),
    LENGTH_IN_WORDS("POST / HTTP/1.1|Host: h|Content-Length: five||hello"),
    LENGTH_OF_TWO_WORDS("POST / HTTP/1.1|Host: h|Content-Length: 5 5||hello"),
    LENGTH_WITHOUT_ONE("POST / HTTP/1.1|Host: h|Content-Length:||hello"),
    LENGTH_BEYOND_ALL("POST / HTTP/1.1|Host: h|Content-Length: 99999999999999999999||hello"),
    UNKNOWN_CODING("POST / HTTP/1.1|Host: h|Transfer-Encoding: xchunked||0||"),
    CODING_THAT_IS_NOT_LAST("POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked, gzip||0||"),
    CODING_TWICE("POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked, chunked||0||"),
    CODING_IN_TWO_LINES("POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||"),
    CODING_WITH_A_TAB("POST / HTTP/1.1|Host: h|Transfer-Encoding: \u000bchunked||0||"),
    CODING_IN_HTTP_1_0("POST / HTTP/1.0|Host: h|Transfer-Encoding: chunked||0||"),
    SPACE_BEFORE_THE_COLON("POST / HTTP/1.1|Host: h|Content-Length : 5||hello"),
    NAME_WITH_A_SPACE("GET / HTTP/1.1|Host: h|X Y: z||"),
    NAME_WITH_A_CONTROL("GET / HTTP/1.1|Host: h|X\u0001Y: z||"),
    NAME_BEYOND_ASCII("GET / HTTP/1.1|Host: h|X\u00e9: z||"),
    NAME_WITHOUT_ONE("GET / HTTP/1.1|Host: h|: z||"),
    LINE_WITHOUT_A_COLON("GET / HTTP/1.1|Host: h|nonsense||"),
    FOLDED_LINE("POST / HTTP/1.1|Host: h|X: a| b|Content-Length: 0||"),
    FOLDED_FIRST_LINE("GET / HTTP/1.1| Host: h||"),
    VALUE_WITH_NUL("GET / HTTP/1.1|Host: h|X: a\u0000b||"),
    VALUE_WITH_CR("GET / HTTP/1.1|Host: h|X: a\rb||"),
    LINE_FEEDS_ALONE("GET / HTTP/1.1\nHost: h\n\n"),
    ONE_LINE_FEED_ALONE("GET / HTTP/1.1|Host: h\nX: y||"),
    NO_HOST("GET / HTTP/1.1|X: y||"),
    TWO_HOSTS("GET / HTTP/1.1|Host: h|Host: i||"),
    HOSTS_IN_A_LIST("GET / HTTP/1.1|Host: h, i||"),
    HOST_WITH_A_PATH("GET / HTTP/1.1|Host: h/i||"),
    HOST_WITH_A_USER("GET / HTTP/1.1|Host: u@h||"),
    PORT_THAT_IS_NONE("GET / HTTP/1.1|Host: h:port||"),
    NO_VERSION("GET /|Host: h||"),
    UNKNOWN_VERSION("GET / HTTP/1.2|Host: h||"),
    VERSION_OF_ANOTHER_PROTOCOL("GET / RTSP/1.0|Host: h||"),
    VERSION_IN_SMALL_LETTERS("GET / http/1.1|Host: h||"),
    TWO_SPACES("GET  / HTTP/1.1|Host: h||"),
    TAB_FOR_A_SPACE("GET\t/ HTTP/1.1|Host: h||"),
    SPACE_IN_THE_TARGET("GET /a b HTTP/1.1|Host: h||"),
    CONTROL_IN_THE_TARGET("GET /a\u0001b HTTP/1.1|Host: h||"),
    FRAGMENT_IN_THE_TARGET("GET /a#b HTTP/1.1|Host: h||"),
    TARGET_WITHOUT_A_SLASH("GET a HTTP/1.1|Host: h||"),
    ASTERISK_FOR_A_GET("GET * HTTP/1.1|Host: h||"),
    METHOD_THAT_IS_NONE("G(T / HTTP/1.1|Host: h||"),
    TUNNEL("CONNECT example.org:443 HTTP/1.1|Host: example.org:443||", 400, 405, 501),
    LONG_TARGET("GET /" + "x".repeat(70_000) + " HTTP/1.1|Host: h||", 400, 414),
    LONG_FIELD("GET / HTTP/1.1|Host: h|X: " + "x".repeat(70_000) + "||", 431),
    MANY_FIELDS("GET / HTTP/1.1|Host: h|" + "a:1|".repeat(1_000) + "|", 431),
    NO_HTTP("\u0016\u0003\u0001\u0002|||");

    private final String text;
    private final Set<Integer> statuses;

    BadRequest(String text) {
        this(text, 400);
    }

    /** @param text with a bar for each end of a line */
    BadRequest(String text, Integer... statuses) {
        this.text = text.replace("|", "\r\n");
        this.statuses = Set.of(statuses);
    }

    String text() {
        return text;
    }

    /** With which it may be refused. */
    Set<Integer> statuses() {
        return statuses;
    }
}
