package dev.equipoise.console.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A service as its health endpoint tells.
 *
 * @param status {@code UP}, {@code DOWN}, {@code OUT_OF_SERVICE} or {@code SILENT}
 * @param millis until it answered; null if it did not
 * @param detail why it is not up; empty otherwise
 */
public record PeerRow(
        String kind,
        String name,
        String address,
        String status,
        @Nullable Long millis,
        String detail) {

    static final String UP = "UP";

    static final String SILENT = "SILENT";

    boolean isSilent() {
        return status.equals(SILENT);
    }

    boolean isUp() {
        return status.equals(UP);
    }
}
