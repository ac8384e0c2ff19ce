package dev.equipoise.console.happening;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events: of each its name and its data in one line. Longer events than 1 MB end the stream. */
final class EventLines {

    private static final int LONGEST = 1 << 20;

    private final Reader reader;
    private @Nullable String id;

    EventLines(Reader reader) {
        this.reader = reader;
    }

    /** @param data of one line */
    record Event(String name, String data) {}

    /** The id of the last event that had one, to go on behind it. */
    @Nullable
    String id() {
        return id;
    }

    /** The next event; null at the end of the stream. Blocks. */
    @Nullable
    Event next() throws IOException {
        String name = "message";
        String data = "";
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, data);
                }
                name = "message";
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            }
        }
        return null;
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            if (next == '\n') {
                return line.toString();
            }
            if (line.length() >= LONGEST) {
                throw new IOException("an event longer than " + LONGEST);
            }
            line.append((char) next);
        }
        return null;
    }
}
