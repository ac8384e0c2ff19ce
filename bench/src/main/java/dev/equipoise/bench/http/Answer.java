package dev.equipoise.bench.http;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * What became of a request.
 *
 * @param status 0 if there was no answer
 * @param failure why there was none; else empty
 */
public record Answer(int status, HttpHeaders headers, String body, String failure) {

    static Answer none(String failure) {
        return new Answer(0, EmptyHttpHeaders.INSTANCE, "", failure);
    }

    /** What it is counted as: the status, or why there is none. */
    public String outcome() {
        return status == 0 ? failure : "status " + status;
    }
}
