package dev.equipoise.gateway.behaviour;

/** Answers that are none: no client may get one of them as if it were whole. The worker ends its connection after each. */
enum BadAnswer {
    NONE_AT_ALL(""),
    NO_HTTP("garbage||"),
    HALF_A_HEAD("HTTP/1.1 200 OK|Content-Le"),
    NO_STATUS("HTTP/1.1 abc OK||"),
    TWO_LENGTHS("HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||hello"),
    LENGTH_AND_CODING("HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked||5|hello|0||"),
    ODD_CODING("HTTP/1.1 200 OK|Transfer-Encoding: xchunked||5|hello|0||"),
    LENGTH_IN_WORDS("HTTP/1.1 200 OK|Content-Length: five||hello"),
    FOLDED_LINE("HTTP/1.1 200 OK|X: a| b|Content-Length: 5||hello"),
    NAME_WITH_A_SPACE("HTTP/1.1 200 OK|X Y: a|Content-Length: 5||hello"),
    LONG_FIELD("HTTP/1.1 200 OK|X: " + "x".repeat(100_000) + "||"),
    SHORT_BODY("HTTP/1.1 200 OK|Content-Length: 10||hello"),
    CHUNKS_WITHOUT_AN_END("HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|"),
    LAST_CHUNK_WITHOUT_AN_END("HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|0|"),
    CHUNK_THAT_IS_NONE("HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|zz|world|0||"),
    CHUNK_LONGER_THAN_ITS_SIZE("HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|hello|0||"),
    SWITCH_NOBODY_ASKED_FOR("HTTP/1.1 101 Switching Protocols|Upgrade: x|Connection: Upgrade||");

    private final String text;

    BadAnswer(String text) {
        this.text = text.replace("|", "\r\n");
    }

    String text() {
        return text;
    }
}
