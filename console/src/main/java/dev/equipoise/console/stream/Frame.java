package dev.equipoise.console.stream;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** One server-sent event, written once for all who get it. Its bytes are not to be written to. */
final class Frame {

    /** Makes the browser come back after two seconds. */
    static final Frame OPENING = new Frame("retry: 2000\n\n");

    static final Frame KEEP_ALIVE = new Frame(":\n\n");

    /** The stream ends here: the browser comes back and begins anew. */
    static final Frame CLOSING = new Frame("event: closing\ndata: {}\n\n");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final byte[] bytes;

    private Frame(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    static Frame of(String event, Object data) {
        return new Frame("event: " + event + "\ndata: " + JSON.writeValueAsString(data) + "\n\n");
    }

    byte[] bytes() {
        return bytes;
    }
}
