package dev.equipoise.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {

    @Test
    void theAnswerOfTheRegistryIsUnderstood() {
        Lease lease = Lease.parse("""
                {"id":"w","status":"UP","lease":"abc_-9","leaseSeconds":30.0,"heartbeatSeconds":2.5,\
                "sessionSeconds":3600.0,"sessionKey":"MDEyMzQ1Njc4OWFiY2RlZg==","epoch":1}""");

        assertThat(lease.session().id()).isEqualTo("abc_-9");
        assertThat(lease.heartbeat()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void whatIsNoneIsRefused() {
        assertThatThrownBy(() -> Lease.parse("{}")).hasMessageContaining("sessionKey");
    }
}
