package dev.equipoise.redis.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerRecordTest {

    private static final String HEAD = "JOINED 7 8 1795255200250 1795255100250 http://10.0.0.3:8080 ";
    private static final Claims CLAIMS = new Claims(
            "w-1",
            URI.create("http://10.0.0.3:8080"),
            Set.of("default"),
            "zone-a",
            "eu",
            "basic",
            Capacity.UNDECLARED,
            1,
            Map.of("build", "17"));

    @Test
    void whatWasWrittenIsRead() {
        WorkerRecord record = WorkerRecord.parse(HEAD + WorkerRecord.claimsText(CLAIMS, "team a"));

        assertThat(record.claims()).isEqualTo(CLAIMS);
        assertThat(record.owner()).isEqualTo("team a");
    }

    @Test
    void recordsFromBeforeThereWereOwnersHaveNone() {
        WorkerRecord record = WorkerRecord.parse(HEAD + """
                {"id":"w-1","address":"http://10.0.0.3:8080","services":["default"],"zone":"zone-a","region":"eu",
                "role":"basic","capacity":{"maxConnections":0,"maxBandwidthMbps":0,"cores":0,"memoryMb":0},
                "weight":1.0,"healthPath":"","metadata":{"build":"17"}}""");

        assertThat(record.claims()).isEqualTo(CLAIMS);
        assertThat(record.owner()).isEmpty();
    }
}
