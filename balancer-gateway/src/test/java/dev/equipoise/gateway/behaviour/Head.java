package dev.equipoise.gateway.behaviour;

import java.util.List;

/**
 * The first lines of a message as they came: nothing is folded, merged or decoded.
 *
 * @param startLine a request line or a status line
 * @param fields the header lines in order
 */
record Head(String startLine, List<String> fields) {

    /** The values of all lines of this name, stripped, in order. */
    List<String> all(String name) {
        return fields.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The value of the only line of this name; empty if there is none. */
    String one(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new AssertionError(values.size() + " lines of " + name + ": " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    String method() {
        return startLine.substring(0, Math.max(0, startLine.indexOf(' ')));
    }

    /** What a request asks for, as it stood in its first line. */
    String target() {
        int first = startLine.indexOf(' ');
        int last = startLine.lastIndexOf(' ');
        return first < 0 || last <= first ? "" : startLine.substring(first + 1, last);
    }

    int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    boolean endsConnection() {
        return all("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
    }
}
