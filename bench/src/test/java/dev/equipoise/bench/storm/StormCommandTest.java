package dev.equipoise.bench.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StormCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"--workers=0", "--heartbeat=0", "--jitter=-1", "--connections=0"})
    void whatCannotBePlayedIsRefused(String argument) {
        assertThat(execute(argument)).contains("greater than 0");
    }

    @Test
    void noStormAtAllIsRefused() {
        assertThat(execute("--minutes=0", "--called-minutes=0")).contains("--minutes or --called-minutes");
    }

    private static String execute(String... arguments) {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new StormCommand())
                .setErr(new PrintWriter(errors))
                .execute(arguments);
        assertThat(code).isEqualTo(2);
        return errors.toString();
    }
}
