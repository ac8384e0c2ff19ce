package dev.equipoise.gateway.affinity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as clients carry them: sealed with AES-256-GCM, so that nobody reads in them which workers there are, makes one, or
 * changes one. Gateways with the same secret read each other's. Any thread.
 */
final class SessionTokens {

    /** The longest that is looked at; an id of 128 characters and a service of 128 fit. */
    private static final int LONGEST = 512;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte[] PURPOSE = "equipoise session 1\n".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> keys;

    /** @param secrets the first seals, all open: so a secret can be replaced while sessions last */
    SessionTokens(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there must be a secret");
        }
        this.keys = secrets.stream().map(SessionTokens::key).toList();
    }

    private static SecretKeySpec key(byte[] secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(PURPOSE);
            return new SecretKeySpec(digest.digest(secret), "AES");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Printable ASCII without anything that cookies or headers give a meaning to; another one at each call. */
    String seal(Session session) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, keys.get(0), new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(bytes(session));
            byte[] token = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, token, NONCE, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @return null if none of the secrets sealed it, or it was changed */
    @Nullable
    Session open(String token) {
        if (token.length() > LONGEST) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length <= NONCE + TAG_BITS / Byte.SIZE) {
            return null;
        }
        for (SecretKeySpec key : keys) {
            byte[] opened = opened(key, bytes);
            if (opened != null) {
                return session(opened);
            }
        }
        return null;
    }

    private static byte @Nullable [] opened(SecretKeySpec key, byte[] token) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, token, 0, NONCE));
            return cipher.doFinal(token, NONCE, token.length - NONCE);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static byte[] bytes(Session session) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(session.began());
            out.writeLong(session.ends());
            out.writeUTF(session.service());
            out.writeUTF(session.worker());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Whoever has the secret may be of another version. */
    private static @Nullable Session session(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long began = in.readLong();
            long ends = in.readLong();
            return new Session(in.readUTF(), in.readUTF(), began, ends);
        } catch (IOException e) {
            return null;
        }
    }
}
