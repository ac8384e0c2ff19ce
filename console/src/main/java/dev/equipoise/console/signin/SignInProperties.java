package dev.equipoise.console.signin;

import dev.equipoise.http.limit.LimitTerms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may sign in.
 *
 * @param operators nobody by default
 * @param limit how many wrong passwords an address may send
 */
@Validated
@ConfigurationProperties("equipoise.console.sign-in")
public record SignInProperties(
        @DefaultValue @Valid @Size(max = 1000) List<Operator> operators,
        @DefaultValue @Valid LimitTerms limit) {

    public SignInProperties {
        operators = List.copyOf(operators);
    }

    /** What somebody may do. */
    public enum Role {
        /** Look. */
        READ_ONLY,
        /** Look and act. */
        OPERATOR
    }

    /**
     * Somebody.
     *
     * @param passwordHash as {@code {bcrypt}$2a$…} or {@code {argon2@SpringSecurity_v5_8}$argon2id$…}
     * @param passwordFile in its place: a file whose one line is the password itself, as secrets are mounted
     */
    public record Operator(
            @NotBlank @Size(max = 64) String name,
            @DefaultValue("READ_ONLY") Role role,
            @Nullable String passwordHash,
            @Nullable Path passwordFile) {

        /** Shows no secrets. */
        @Override
        public String toString() {
            return "Operator[" + name + ", " + role + "]";
        }
    }
}
