package dev.equipoise.console.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.equipoise.console.signin.SignInProperties.Operator;
import dev.equipoise.console.signin.SignInProperties.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

class AccountsTest {

    private static final String HASH = "{bcrypt}$2a$10$abcdefghijklmnopqrstuv";

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final Accounts accounts = new Accounts(encoder);

    @TempDir
    Path directory;

    @Test
    void readersReadAndOperatorsDoBoth() {
        List<UserDetails> made = accounts.of(List.of(
                new Operator("ada", Role.OPERATOR, HASH, null), new Operator("bob", Role.READ_ONLY, HASH, null)));

        assertThat(made.get(0).getAuthorities()).extracting(Object::toString).contains("ROLE_OPERATOR", "ROLE_READER");
        assertThat(made.get(1).getAuthorities()).extracting(Object::toString).containsExactly("ROLE_READER");
        assertThat(made.get(0).getPassword()).isEqualTo(HASH);
    }

    @Test
    void aPasswordInAFileIsHashedAtOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "correct horse battery\n");

        String hash = accounts.of(List.of(new Operator("ada", Role.OPERATOR, null, file)))
                .get(0)
                .getPassword();

        assertThat(hash).startsWith("{bcrypt}").doesNotContain("horse");
        assertThat(encoder.matches("correct horse battery", hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "{noop}secret", "{bcrypt}", "{MD5}0123456789abcdef0123456789abcdef"})
    void whatIsNoHashOrAWeakOneIsRefusedWithoutBeingRepeated(String hash) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accounts.of(List.of(new Operator("ada", Role.OPERATOR, hash, null))))
                .withMessageContaining("ada")
                .withMessageNotContaining("secret");
    }

    @Test
    void shortPasswordsTwoSourcesAndTwoOfANameAreRefused() throws Exception {
        Path tooShort = Files.writeString(directory.resolve("short"), "12345678901\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accounts.of(List.of(new Operator("ada", Role.OPERATOR, null, tooShort))))
                .withMessageNotContaining("12345678901");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accounts.of(List.of(new Operator("ada", Role.OPERATOR, HASH, tooShort))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accounts.of(List.of(new Operator("ada", Role.OPERATOR, null, null))));
        Operator ada = new Operator("ada", Role.OPERATOR, HASH, null);
        assertThatIllegalArgumentException().isThrownBy(() -> accounts.of(List.of(ada, ada)));
        assertThat(ada.toString()).doesNotContain(HASH);
    }
}
