package dev.equipoise.http.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTokenTest {

    private static final String PROPERTY = "equipoise.registry.operator-token-file";
    private static final String SECRET = "0123456789abcdef0123456789ABCDEF";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + SECRET, "bearer " + SECRET, "Bearer  " + SECRET + " "})
    void theTokenIsShown(String header) throws IOException {
        assertThat(token(SECRET + "\n").isShownBy(header)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                SECRET,
                "Basic " + SECRET,
                "Bearer " + SECRET + "x",
                "Bearer 0123456789abcdef0123456789ABCDEf",
                "Bearer 0123456789abcdef0123456789ABCDE"
            })
    void anythingElseIsNotTheToken(String header) throws IOException {
        assertThat(token(SECRET).isShownBy(header)).isFalse();
    }

    @Test
    void withoutATokenNobodyShowsIt() {
        OperatorToken none = OperatorToken.in(PROPERTY, null);

        assertThat(none.isConfigured()).isFalse();
        assertThat(none.isShownBy("Bearer ")).isFalse();
        assertThat(none.isShownBy(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcdef0123456789ABCDE", "0123456789abcdef\n0123456789ABCDEF"})
    void whatIsNoSecretIsRefusedAndNamed(String text) {
        assertThatThrownBy(() -> token(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 characters")
                .hasMessageContaining(PROPERTY);
    }

    @Test
    void aFileThatIsNotThereIsRefusedAndNamed() {
        assertThatThrownBy(() -> OperatorToken.in(PROPERTY, directory.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    private OperatorToken token(String text) throws IOException {
        return OperatorToken.in(PROPERTY, Files.writeString(directory.resolve("token"), text));
    }
}
