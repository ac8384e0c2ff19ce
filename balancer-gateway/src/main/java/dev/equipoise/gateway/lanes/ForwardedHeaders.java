package dev.equipoise.gateway.lanes;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** What a client says of those before it is not passed on: nobody here could know that it is true. As Spring Cloud Gateway does it. */
final class ForwardedHeaders {

    private static final AsciiString[] NAMES = {
        AsciiString.cached("x-forwarded-for"),
        AsciiString.cached("x-forwarded-host"),
        AsciiString.cached("x-forwarded-port"),
        AsciiString.cached("x-forwarded-proto"),
        AsciiString.cached("x-forwarded-prefix"),
        AsciiString.cached("forwarded")
    };

    private ForwardedHeaders() {}

    static void drop(HttpHeaders headers) {
        for (AsciiString name : NAMES) {
            headers.remove(name);
        }
    }
}
