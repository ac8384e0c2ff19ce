package dev.equipoise.registry.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.WorkerStatus;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of a worker, to the letter: whoever changes it here changes it for every client. */
@JsonTest
class WorkerViewJsonTests {

    private static final String WORKER = "{\"id\":\"demo-1\",\"address\":\"http://10.0.0.3:8080\","
            + "\"services\":[\"default\",\"images\"],\"status\":\"DRAINING\",\"why\":\"DRAINING\",\"since\":\"2026-11-21T10:00:00.250Z\",\"presentSince\":\"2026-11-21T09:59:00.250Z\","
            + "\"leaseEnds\":\"2026-11-21T10:00:15.250Z\",\"zone\":\"zone-a\",\"region\":\"eu\",\"role\":\"basic\","
            + "\"capacity\":{\"maxConnections\":8,\"maxBandwidthMbps\":100,\"cores\":0,\"memoryMb\":0},\"weight\":2.5,\"sequence\":7,\"epoch\":1795255200250000,"
            + "\"load\":{\"cpu\":0.5,\"memory\":0.25,\"bandwidth\":0.0,\"connections\":3,\"inFlight\":2,\"queue\":1},"
            + "\"metadata\":{\"arch\":\"arm64\",\"build\":\"17\"}}";

    @Autowired
    private JsonMapper json;

    private final WorkerView view =
            WorkerView.of(Members.member("demo-1", WorkerStatus.DRAINING, Set.of("images", "default"), "zone-a"));

    @Test
    void aWorker() {
        assertThat(json.writeValueAsString(view)).isEqualTo(WORKER);
    }

    @Test
    void aPageHasNextOnlyWhereThereIsOne() {
        assertThat(json.writeValueAsString(new WorkerPage(List.of(view), null)))
                .isEqualTo("{\"workers\":[" + WORKER + "]}");
        assertThat(json.writeValueAsString(new WorkerPage(List.of(), "demo-1")))
                .isEqualTo("{\"workers\":[],\"next\":\"demo-1\"}");
    }
}
