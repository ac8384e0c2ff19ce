package dev.equipoise.core.registration;

import org.jspecify.annotations.Nullable;

/**
 * A request as received, before anything of it is believed.
 *
 * @param path the path as it stood on the wire, without query
 * @param body the bytes as received
 * @param contentDigest value of {@code Content-Digest}; null if missing
 * @param signatureInput value of {@code Signature-Input}; null if missing
 * @param signature value of {@code Signature}; null if missing
 */
@SuppressWarnings("ArrayRecordComponent") // the body is handed through once and never compared
public record SignedMessage(
        String method,
        String path,
        byte[] body,
        @Nullable String contentDigest,
        @Nullable String signatureInput,
        @Nullable String signature) {}
