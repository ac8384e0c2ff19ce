package dev.equipoise.gateway.lanes;

import io.netty.handler.codec.http.HttpDecoderConfig;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** How the front reads HTTP/1.1, by Spring Boot's settings of the server. */
final class FrontSettings {

    private static final DataSize LONGEST_LINE = DataSize.ofKilobytes(4);
    private static final DataSize LONGEST_HEAD = DataSize.ofKilobytes(8);

    private FrontSettings() {}

    static HttpDecoderConfig decoding(Environment environment) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(bytes(environment, "server.netty.max-initial-line-length", LONGEST_LINE))
                .setMaxHeaderSize(bytes(environment, "server.max-http-request-header-size", LONGEST_HEAD))
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setValidateHeaders(true);
    }

    private static int bytes(Environment environment, String property, DataSize otherwise) {
        return Math.toIntExact(
                environment.getProperty(property, DataSize.class, otherwise).toBytes());
    }
}
