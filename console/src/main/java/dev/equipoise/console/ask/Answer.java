package dev.equipoise.console.ask;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service said, or that it said nothing.
 *
 * @param status 0 if there was no answer
 * @param body of the answer; why there was none, otherwise
 */
public record Answer(Peer peer, int status, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OK = 200;
    private static final int NOT_OK = 300;

    public boolean ok() {
        return status >= OK && status < NOT_OK;
    }

    /** The body as JSON; null if it is none or the answer is a refusal. */
    public @Nullable JsonNode json() {
        return ok() ? parsed() : null;
    }

    /** For people: why there is no good answer. Shows at most what problem details say. */
    public String complaint() {
        if (status == 0) {
            return peer.name() + " at " + peer.base() + " does not answer: " + body;
        }
        String detail = said("detail", "");
        return peer.name() + " answers " + status + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** A text field of the body, whatever the status. */
    public String said(String field, String otherwise) {
        JsonNode said = parsed();
        return said == null ? otherwise : said.path(field).asString(otherwise);
    }

    private @Nullable JsonNode parsed() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }
}
