package dev.equipoise.console.signin;

import dev.equipoise.console.signin.SignInProperties.Operator;
import dev.equipoise.console.signin.SignInProperties.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Makes accounts of the configuration, and refuses what would be no protection. */
final class Accounts {

    static final String READER = "READER";
    static final String OPERATOR = "OPERATOR";

    /** What can be tried without end needs to be longer than what a person can be made to remember. */
    private static final int LEAST = 12;

    /** What bcrypt takes of a password. */
    private static final int MOST = 72;

    private static final Pattern HASHED = Pattern.compile(
            "\\{(bcrypt|argon2|argon2@SpringSecurity_v5_8|scrypt@SpringSecurity_v5_8|pbkdf2@SpringSecurity_v5_8)}.+");

    private final PasswordEncoder encoder;

    Accounts(PasswordEncoder encoder) {
        this.encoder = encoder;
    }

    /** @throws IllegalArgumentException with a sentence */
    List<UserDetails> of(List<Operator> operators) {
        Set<String> names = new HashSet<>();
        List<UserDetails> accounts = new ArrayList<>();
        for (Operator operator : operators) {
            if (!names.add(operator.name())) {
                throw new IllegalArgumentException(
                        "equipoise.console.sign-in: there are two operators " + operator.name());
            }
            String[] roles = operator.role() == Role.OPERATOR ? new String[] {READER, OPERATOR} : new String[] {READER};
            accounts.add(User.withUsername(operator.name())
                    .password(hash(operator))
                    .roles(roles)
                    .build());
        }
        return accounts;
    }

    private String hash(Operator operator) {
        String who = "equipoise.console.sign-in: operator " + operator.name();
        String hash = operator.passwordHash();
        Path file = operator.passwordFile();
        if ((hash == null) == (file == null)) {
            throw new IllegalArgumentException(who + " needs either password-hash or password-file");
        }
        if (hash != null) {
            if (!HASHED.matcher(hash).matches()) {
                throw new IllegalArgumentException(
                        who + ": password-hash is no hash: it begins with {bcrypt} or {argon2@SpringSecurity_v5_8}");
            }
            return hash;
        }
        return String.valueOf(encoder.encode(password(who, file)));
    }

    private static String password(String who, Path file) {
        try {
            String password = Files.readString(file).strip();
            if (password.length() < LEAST || password.length() > MOST || password.contains("\n")) {
                throw new IllegalArgumentException(who + ": " + file + " holds no password: it is one line of " + LEAST
                        + " to " + MOST + " characters");
            }
            return password;
        } catch (IOException e) {
            throw new IllegalArgumentException(who + ": the password cannot be read from " + file, e);
        }
    }
}
