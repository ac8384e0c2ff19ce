package dev.equipoise.core.registration;

/**
 * The three headers that make a request signed.
 *
 * @param contentDigest value of {@code Content-Digest} (RFC 9530)
 * @param signatureInput value of {@code Signature-Input} (RFC 9421)
 * @param signature value of {@code Signature} (RFC 9421)
 */
public record SignedHeaders(String contentDigest, String signatureInput, String signature) {

    public static final String CONTENT_DIGEST = "Content-Digest";
    public static final String SIGNATURE_INPUT = "Signature-Input";
    public static final String SIGNATURE = "Signature";
}
