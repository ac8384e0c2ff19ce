package dev.equipoise.gateway.behaviour;

/** Chunked bodies that a strict reader breaks off (RFC 9112 section 7.1) and a lenient one takes for something else. */
enum BadChunk {
    NO_NUMBER("5|hello|zz|world|0||"),
    BELOW_NOTHING("5|hello|-1|x|0||"),
    WITH_A_PREFIX("0x5|hello|0||"),
    WITH_A_PLUS("+5|hello|0||"),
    SPACE_BEFORE(" 5|hello|0||"),
    SPACE_WITHIN("1 0|hello|0||"),
    BEYOND_ALL("FFFFFFFFFFFFFFFFF|hello|0||"),
    JUST_BEYOND_32_BITS("100000005|hello|0||"),
    SIZE_WITHOUT_ONE("|hello|0||"),
    LONGER_THAN_ITS_SIZE("3|hello|0||"),
    LINE_FEED_AFTER_THE_SIZE("5\nhello|0||"),
    LINE_FEED_AFTER_THE_CHUNK("5|hello\n0||"),
    LINE_FEED_IN_THE_EXTENSION("5;a\nb|hello|0||"),
    CONTROL_IN_THE_EXTENSION("5;a=\u0000|hello|0||"),
    LONG_EXTENSION("5;" + "a".repeat(100_000) + "|hello|0||"),
    TRAILER_WITH_A_SPACE("5|hello|0|X Y: z||");

    private final String text;

    BadChunk(String text) {
        this.text = text.replace("|", "\r\n");
    }

    String text() {
        return text;
    }
}
