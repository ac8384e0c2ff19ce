package dev.equipoise.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.TrustTerms;
import dev.equipoise.reputation.owner.OwnerTerms;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ModelTest {

    private static Model model(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put("equipoise.reputation." + settings[i], settings[i + 1]);
        }
        return Model.of(new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("equipoise.reputation", Bindable.of(ReputationProperties.class)));
    }

    @Test
    void theDefaultsAreTheNumbersOfTheModel() {
        Model model = model();

        assertThat(model.score()).isEqualTo(ScoreTerms.DEFAULT);
        assertThat(model.trust()).isEqualTo(TrustTerms.DEFAULT);
        assertThat(model.owner())
                .usingRecursiveComparison()
                .ignoringFields("weights")
                .isEqualTo(OwnerTerms.DEFAULT);
        for (FactType type : FactType.values()) {
            assertThat(model.owner().weights().of(type)).isEqualTo(FactWeights.DEFAULT.of(type));
        }
    }

    @Test
    void aWeightKeepsWhatItDoesNotName() {
        FactWeights weights = model("weights.lease-lost.behaviour", "5", "score.debt", "1h")
                .owner()
                .weights();

        assertThat(weights.of(FactType.LEASE_LOST))
                .isEqualTo(Effect.behaviour(5).withFlap(1000));
        assertThat(weights.of(FactType.OUTLIER)).isEqualTo(FactWeights.DEFAULT.of(FactType.OUTLIER));
    }

    @ParameterizedTest
    @CsvSource({
        "score.suppress, 20000, score, nobody would ever be suppressed",
        "score.reuse, 4000, score, released",
        "score.proven-down, 1d, score, must not age faster",
        "trust.quarantine-at, -10, trust, in order",
        "trust.ban-proven, 0, trust, a ban needs proof",
        "evidence.alone-floor, -40, evidence.alone-floor, quarantine",
        "evidence.grace, 10m, evidence.grace, from 0 to 30 s",
        "export-retention, 1h, export-retention, a day at least",
        "shared-networks, 10.0.0.0/99, shared-networks, ''",
        "weights.outlier.proven, 10, weights.outlier, proves nothing",
        "weights.honey.proven, -1, weights.honey, at least 0"
    })
    void whatDoesNotFitTogetherIsRefusedWithASentence(String name, String value, String named, String why) {
        assertThatThrownBy(() -> model(name, value))
                .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        e -> assertThat(e.property()).isEqualTo("equipoise.reputation." + named))
                .hasMessageContaining(why)
                .hasMessageEndingWith(".");
    }
}
