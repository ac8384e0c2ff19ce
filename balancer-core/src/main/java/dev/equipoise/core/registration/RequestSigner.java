package dev.equipoise.core.registration;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;

/** Signs requests with one key, by the profile of {@link SignatureInput}. Safe for any thread. */
public final class RequestSigner {

    private final SigningKey key;
    private final InstantSource clock;
    private final Supplier<String> nonces;

    /** @param nonces gives a fresh unguessable nonce at each call, 8 to 64 characters of {@code A-Za-z0-9+/=_.-} */
    public RequestSigner(SigningKey key, InstantSource clock, Supplier<String> nonces) {
        this.key = key;
        this.clock = clock;
        this.nonces = nonces;
    }

    /**
     * @param method upper case
     * @param path the path as it stands on the wire, without query
     * @param body the bytes as sent; empty for none
     */
    public SignedHeaders sign(String method, String path, byte[] body) {
        String digest = ContentDigest.of(body);
        SignatureInput input = SignatureInput.of(clock.instant(), nonces.get(), key.id());
        byte[] base = input.baseFor(method, path, digest).getBytes(StandardCharsets.UTF_8);
        String signature = Base64.getEncoder().encodeToString(key.sign(base));
        return new SignedHeaders(
                digest, SignatureInput.LABEL + input.text(), SignatureInput.LABEL + ":" + signature + ":");
    }
}
