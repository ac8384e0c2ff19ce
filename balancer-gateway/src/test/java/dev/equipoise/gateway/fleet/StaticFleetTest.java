package dev.equipoise.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.gateway.InvalidSettingException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFleetTest {

    @Test
    void workersKeepTheirOrderAndMayNameAScheme() {
        Fleet fleet = StaticFleet.of(List.of("b.example:80", " https://a.example:443 "));

        assertThat(fleet.find("b.example:80").sequence()).isZero();
        assertThat(fleet.find("a.example:443").sequence()).isEqualTo(1);
        assertThat(fleet.find("a.example:443").uri()).isEqualTo(URI.create("https://a.example:443"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "host:", "host:0", "host:70000", "ftp://h:1", "h:1/path", "u@h:1", "h:1?x", "a b"})
    void anythingElseIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> StaticFleet.of(List.of(text)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("host:port");
    }

    @Test
    void aWorkerStandsOnce() {
        assertThatThrownBy(() -> StaticFleet.of(List.of("a:1", "a:1")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("two workers with the id a:1");
    }
}
