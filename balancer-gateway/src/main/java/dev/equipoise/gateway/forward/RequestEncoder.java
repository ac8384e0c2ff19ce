package dev.equipoise.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.nio.charset.StandardCharsets;

/** Writes the target of a request as it was read, each character as one byte: Netty's encoder would make two of those beyond ASCII. */
final class RequestEncoder extends HttpRequestEncoder {

    @Override
    protected void encodeInitialLine(ByteBuf buffer, HttpRequest request) {
        buffer.writeCharSequence(request.method().asciiName(), StandardCharsets.US_ASCII);
        buffer.writeByte(' ');
        buffer.writeCharSequence(request.uri(), StandardCharsets.ISO_8859_1);
        buffer.writeByte(' ');
        buffer.writeCharSequence(request.protocolVersion().text(), StandardCharsets.US_ASCII);
        buffer.writeByte('\r').writeByte('\n');
    }
}
