package dev.equipoise.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is asked for wrongly, and what needs no process to answer. */
class CommandLineTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --workers=many                     | --workers",
                "up --workers=51                       | --workers takes 0 to 50, not 51",
                "up --policy=nonsense                  | --policy takes one of",
                "up --port=70000                       | --port takes 1 to 65535",
                "up --port=8123 --registry-port=8123   | asked for twice",
                "up --redis=http://host                | --redis takes a URL",
                "up --redis=redis://a:1,b:2            | --redis takes a URL",
                "up --redis=redis-sentinel://host      | --redis takes a URL",
                "up --redis=redis-cluster://host:0     | --redis takes a URL",
                "up --redis=redis-cluster://           | --redis takes a URL",
                "up --redis=redis-cluster://:%zz@host  | --redis takes a URL",
                "up --redis=redis://host#name          | --redis takes a URL",
                "up --redis=redis-cluster://u:secret@127.0.0.1:1 | no Redis listens at 127.0.0.1:1 (--redis)",
                "up --startup-cache=sometimes          | --startup-cache",
                "up --no-such-option                   | --no-such-option",
                "register --id=x                       | --address",
                "register --id=x --address=ftp://host  | address",
                "register --id=x --address=http://127.0.0.1:1 --key=no-such-file | no-such-file",
                "sign                                  | --path",
                "sign --path=register                  | --path starts with /",
                "sign --path=/a?b=c                    | has no query",
                "status --registry=nonsense            | not a URL",
                "no-such-command                       | no-such-command"
            })
    void whatIsAskedForWronglyIsOneSentenceAndExitCodeTwo(String line, String named) {
        assertThat(run(line)).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).startsWith("equipoise: ").contains(named).doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void noRegistryIsExitCodeOneAndSaysWhatToDo() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(run("status --registry=http://127.0.0.1:" + port)).isEqualTo(1);
        assertThat(err.toString()).contains("no registry answers").contains("./equipoise up");
    }

    @Test
    void downWithoutASuiteIsDone() {
        assertThat(run("down")).isZero();
        assertThat(out.toString()).contains("No suite is recorded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up", "status", "down", "gateway", "register", "sign"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command + " --help")).isZero();
        assertThat(out.toString()).contains("Usage: equipoise");
    }

    @Test
    void signPrintsThreeHeaders() throws IOException {
        Path key =
                Files.writeString(directory.resolve("demo.hmac"), "bXktb3duLXNlY3JldC1vZi1hdC1sZWFzdC0zMi1ieXRlcyEh\n");
        Path body = Files.writeString(directory.resolve("body"), "{}");
        assertThat(run("sign --path=/register-worker --key=" + key + " --body-file=" + body))
                .as(err.toString())
                .isZero();
        List<String> headers = out.toString().lines().toList();
        assertThat(headers).hasSize(3);
        // The digest of two bytes is known: RFC 9530 puts it between colons.
        assertThat(headers.get(0)).isEqualTo("Content-Digest: sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:");
        assertThat(headers.get(1)).startsWith("Signature-Input: ").contains("keyid=\"demo\"");
        assertThat(headers.get(2)).startsWith("Signature: ");
    }

    private int run(String line) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = line.strip().split(" +");
        boolean state = List.of("up", "status", "down").contains(words[0]) && !line.contains("--help");
        String[] arguments = state ? (line + " --state-dir=" + directory).split(" +") : words;
        return commandLine.execute(arguments);
    }
}
