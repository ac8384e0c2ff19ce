package dev.equipoise.http.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret that proves an operator, from a file: neither arguments nor the environment show it. */
public final class OperatorToken {

    /** 32 characters of base64 are 192 bits. */
    private static final int LEAST = 32;

    private static final String SCHEME = "Bearer ";

    private final String property;
    private final byte @Nullable [] token;

    private OperatorToken(String property, byte @Nullable [] token) {
        this.property = property;
        this.token = token;
    }

    /**
     * @param property that names the file, for sentences
     * @param file one line; null for a token that nobody has
     * @throws IllegalArgumentException with a sentence if it cannot be read or is no secret
     */
    public static OperatorToken in(String property, @Nullable Path file) {
        if (file == null) {
            return new OperatorToken(property, null);
        }
        String text = read(property, file).strip();
        boolean printable = text.chars().allMatch(character -> character > ' ' && character < 0x7f);
        if (text.length() < LEAST || !printable) {
            throw new IllegalArgumentException(
                    property + ": " + file + " holds no token: it is one line of at least " + LEAST + " characters.");
        }
        return new OperatorToken(property, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String property, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(property + ": the operator token cannot be read from " + file + ".", e);
        }
    }

    String property() {
        return property;
    }

    /** The {@code Authorization} header that shows it, for one who asks others with it; null without a token. */
    public @Nullable String authorization() {
        return token == null ? null : SCHEME + new String(token, StandardCharsets.UTF_8);
    }

    /** Without a token nobody is an operator. */
    boolean isConfigured() {
        return token != null;
    }

    /** Whether this {@code Authorization} header shows the token. Takes the same time however much of it is right. */
    boolean isShownBy(@Nullable String authorization) {
        return token != null
                && authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }
}
