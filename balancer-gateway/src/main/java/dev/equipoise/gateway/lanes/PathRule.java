package dev.equipoise.gateway.lanes;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A path pattern of Spring. The forms most routes have are compared as text, as long as the path's characters are what they look
 * like; else the pattern itself decides.
 */
final class PathRule implements Rule {

    private static final String ALL = "/**";

    private enum Form {
        ANY,
        EXACT,
        PREFIX,
        OTHER
    }

    private final PathPattern pattern;
    private final Form form;
    private final String text;

    PathRule(String pattern) {
        this.pattern = PathPatternParser.defaultInstance.parse(pattern);
        if (pattern.equals(ALL)) {
            this.form = Form.ANY;
            this.text = "";
        } else if (isLiteral(pattern)) {
            this.form = Form.EXACT;
            this.text = pattern;
        } else if (pattern.endsWith(ALL) && isLiteral(pattern.substring(0, pattern.length() - ALL.length()))) {
            this.form = Form.PREFIX;
            this.text = pattern.substring(0, pattern.length() - ALL.length());
        } else {
            this.form = Form.OTHER;
            this.text = "";
        }
    }

    private static boolean isLiteral(String pattern) {
        return pattern.startsWith("/")
                && pattern.chars()
                        .noneMatch(c -> c == '*' || c == '?' || c == '{' || c == '%' || c == ';' || c == '\\');
    }

    boolean isAny() {
        return form == Form.ANY;
    }

    @Override
    public boolean matches(RequestLine request) {
        if (form == Form.ANY) {
            return true;
        }
        if (form == Form.OTHER || !request.isPathPlain()) {
            return pattern.matches(request.parsedPath());
        }
        String path = request.path();
        return form == Form.EXACT
                ? path.equals(text)
                : path.startsWith(text) && (path.length() == text.length() || path.charAt(text.length()) == '/');
    }

    @Override
    public String toString() {
        return pattern.getPatternString();
    }
}
