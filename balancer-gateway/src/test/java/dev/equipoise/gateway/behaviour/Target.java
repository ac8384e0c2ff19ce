package dev.equipoise.gateway.behaviour;

/** What clients ask for; a worker is to see it as it was sent, byte by byte. */
enum Target {
    ROOT("/"),
    PARAMETERS("/a?b=2&c=1"),
    PARAMETER_OF_TWO_VALUES("/a?b=2&a=1&b=1"),
    NOTHING_BEHIND_THE_MARK("/a?"),
    EMPTY_PARAMETERS("/a?&&=&"),
    MARKS_IN_THE_QUERY("/a?b=c?d/e:f@g"),
    ESCAPES_IN_THE_PATH("/a%2Fb/%20%7E~"),
    SMALL_ESCAPES("/a%2fb?q=%2f"),
    PLUS("/a+b?c+d=%2B"),
    PARAMETERS_OF_THE_PATH("/a;m=1/b,c"),
    DOTS("/a/./b/../c"),
    BEYOND_ASCII("/%E2%82%AC?q=%E2%82%AC"),
    ADDRESS_IN_THE_QUERY("/a?redirect=http://h/?x=%26"),
    TWO_SLASHES("//"),
    SLASHES_WITHIN("//a//b"),
    SLASHES_AT_THE_END("/a//"),
    SLASHES_AS_OF_A_HOST("//evil.test/a"),
    // What RFC 3986 forbids and clients send all the same.
    BRACES("/a?q={b}|c"),
    BRACKETS("/a?q=[1]"),
    LONELY_PERCENT("/a?q=%"),
    PERCENT_OF_NOTHING("/a?q=%zz"),
    QUOTE("/a\"b"),
    RAW_LATIN("/a?q=\u00e9"),
    RAW_LATIN_IN_THE_PATH("/caf\u00e9\u0080/b"),
    PERCENT_IN_THE_PATH("/a%/b%2"),
    BRACKETS_IN_THE_PATH("/a[1]"),
    BACKSLASH("/a\\b?c\\d^`<>");

    private final String text;

    Target(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
