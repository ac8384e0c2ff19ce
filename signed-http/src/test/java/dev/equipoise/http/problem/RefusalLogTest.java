package dev.equipoise.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTest {

    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final RefusalLog log = new RefusalLog(LoggerFactory.getLogger(RefusalLogTest.class), "refusals", () -> now);

    @Test
    void soManyLinesInAWhileAndTheRestIsCounted(CapturedOutput output) {
        for (int i = 0; i < 1000; i++) {
            log.warn("refused {}", "line-" + i);
        }
        assertThat(output.getOut().split("refused line-", -1)).hasSize(RefusalLog.LINES + 1);

        now = now.plus(RefusalLog.WHILE);
        log.warn("refused {}", "afterwards");

        assertThat(output.getOut())
                .containsOnlyOnce((1000 - RefusalLog.LINES) + " refusals were not logged")
                .contains("refused afterwards");
    }
}
