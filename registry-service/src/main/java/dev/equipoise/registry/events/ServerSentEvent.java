package dev.equipoise.registry.events;

import dev.equipoise.core.membership.Change;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event as it goes over the wire, written once for all who get it. Immutable, although the bytes could be written to.
 *
 * @param id the place in the change log behind which a client goes on when it reconnects; null where that does not change
 * @param closing no further event follows
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody: events are found by id
record ServerSentEvent(@Nullable String id, byte[] bytes, boolean closing) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Something happened to a worker. */
    static ServerSentEvent of(Change change) {
        ChangeView view = ChangeView.of(change);
        return new ServerSentEvent(
                change.position(),
                bytes(idLine(change.position()) + text(view.kind(), JSON.writeValueAsString(view))),
                false);
    }

    /**
     * Changes are missing here: whoever keeps a copy of the fleet fetches the list.
     *
     * @param head the last change, behind which events follow; null if there is none
     */
    static ServerSentEvent resync(@Nullable String head) {
        return new ServerSentEvent(head, bytes(idLine(head) + text("resync", "{}")), false);
    }

    /** The stream ends. */
    static ServerSentEvent closing(Reason reason) {
        return new ServerSentEvent(null, bytes(text("closing", "{\"reason\":\"" + reason.text + "\"}")), true);
    }

    private static String idLine(@Nullable String id) {
        return id == null ? "" : "id: " + id + "\n";
    }

    private static String text(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Why a stream ends from our side. */
    enum Reason {
        /** The client took events more slowly than they came. */
        SLOW("slow"),
        /** This replica stops. */
        SHUTDOWN("shutdown");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
