package dev.equipoise.http.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeyDirectoryTest {

    private static final String SECRET =
            Base64.getEncoder().encodeToString("a secret of 32 bytes, not one less".getBytes());

    @TempDir
    Path directory;

    private KeyDirectory keys;

    @BeforeEach
    void open() {
        keys = new KeyDirectory(directory);
    }

    /** The file of an HMAC key for these worker ids. */
    static String document(String workerIds) {
        return "{\"owner\":\"payments\",\"workerIds\":[\"" + workerIds
                + "\"],\"services\":[\"default\"],\"networks\":[\"10.0.0.0/8\"],\"secret\":\"" + SECRET + "\"}";
    }

    @Test
    void aFileIsAKeyWhoseIdIsItsName() throws Exception {
        write("pay-key.json", document("pay-*"));
        write("README.md", "not a key");
        write(".hidden.json", document("pay-*"));

        assertThat(keys.look()).containsOnlyKeys("pay-key");
        assertThat(keys.look().get("pay-key").grant().workerIds()).containsExactly("pay-*");
    }

    @Test
    void keysComeChangeAndGoWithTheirFiles() throws Exception {
        assertThat(keys.look()).isEmpty();
        write("a.json", document("a-*"));
        assertThat(keys.look()).containsOnlyKeys("a");

        write("b.json", document("b-*"));
        write("a.json", document("other-*"));
        assertThat(keys.look()).containsOnlyKeys("a", "b");
        assertThat(keys.look().get("a").grant().workerIds()).containsExactly("other-*");

        Files.delete(directory.resolve("a.json"));
        assertThat(keys.look()).containsOnlyKeys("b");
    }

    /** What a mounted Secret looks like: links to {@code ..data}, itself a link that is swapped to a new directory. */
    @Test
    void aMountedSecretIsSwappedAsAWhole() throws Exception {
        Path first = Files.createDirectory(directory.resolve("..2026_1"));
        Files.writeString(first.resolve("a.json"), document("a-*"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(directory.resolve("a.json"), Path.of("..data", "a.json"));
        assertThat(keys.look()).containsOnlyKeys("a");

        Path second = Files.createDirectory(directory.resolve("..2026_2"));
        Files.writeString(second.resolve("b.json"), document("b-*"));
        Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(first.resolve("a.json"));

        assertThat(keys.look()).containsOnlyKeys("b");
    }

    @Test
    void aBrokenFileCostsItsOwnKeyAndIsReportedOnceWithoutItsContent(CapturedOutput output) throws Exception {
        write("good.json", document("good-*"));
        write("broken.json", "{\"secret\":\"" + SECRET + "\"");
        write("typo.json", document("a").replace("\"owner\"", "\"ownre\""));
        write("twice.json", document("a").replace("{\"owner\"", "{\"owner\":\"x\",\"owner\""));
        write("weak.json", document("a").replace(SECRET, "c2hvcnQ="));
        write("where.json", document("a").replace("10.0.0.0/8", "sesame-network"));
        write("when.json", document("a").replace("{\"owner\"", "{\"notAfter\":\"sesame-time\",\"owner\""));
        write("who.json", document("a").replace("{\"owner\"", "{\"role\":[\"sesame-role\"],\"owner\""));
        write("bad id.json", document("a"));
        write("empty.json", "");

        for (int look = 0; look < 3; look++) {
            assertThat(keys.look()).containsOnlyKeys("good");
        }

        for (String name :
                new String[] {"broken", "typo", "twice", "weak", "where", "when", "who", "bad id", "empty"}) {
            assertThat(output.getOut()).as(name).containsOnlyOnce("The key file " + name + ".json");
        }
        assertThat(output.getOut())
                .doesNotContain(SECRET)
                .doesNotContain("c2hvcnQ")
                .doesNotContain("sesame")
                .doesNotContain("good.json");

        write("broken.json", document("mended-*"));
        assertThat(keys.look()).containsOnlyKeys("good", "broken");
        write("broken.json", "[]");
        assertThat(keys.look()).containsOnlyKeys("good");
        assertThat(output.getOut().split("The key file broken.json", -1)).hasSize(3);
    }

    @Test
    void filesAndTheirNumberHaveABound(CapturedOutput output) throws Exception {
        write("a.json", document("a") + " ".repeat(KeyDirectory.MAX_BYTES));
        for (int i = 0; i < KeyDirectory.MAX_FILES; i++) {
            write("k%04d.json".formatted(i), document("w-" + i));
        }

        assertThat(keys.look()).hasSize(KeyDirectory.MAX_FILES - 1).doesNotContainKeys("a", "k0999");
        keys.look();

        assertThat(output.getOut()).containsOnlyOnce("longer than 16 KiB").containsOnlyOnce("more than 1000 files");
    }

    @Test
    void aDirectoryThatCannotBeListedKeepsItsKeys(CapturedOutput output) throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        KeyDirectory mounted = new KeyDirectory(mount);
        Files.writeString(mount.resolve("a.json"), document("a"));
        assertThat(mounted.look()).containsOnlyKeys("a");

        Files.move(mount, directory.resolve("away"));
        assertThat(mounted.look()).containsOnlyKeys("a");
        assertThat(mounted.look()).containsOnlyKeys("a");
        assertThat(output.getOut()).containsOnlyOnce("cannot be read, its keys stay");

        Files.move(directory.resolve("away"), mount);
        Files.delete(mount.resolve("a.json"));
        assertThat(mounted.look()).isEmpty();
        assertThat(output.getOut()).containsOnlyOnce("can be read again");
    }

    @Test
    void aFileThatCannotBeReadCostsItsOwnKeyAndIsReportedOnce(CapturedOutput output) throws Exception {
        write("good.json", document("good-*"));
        write("closed.json", document("a"));
        assumeTrue(directory.resolve("closed.json").toFile().setReadable(false));
        assumeTrue(!Files.isReadable(directory.resolve("closed.json")), "the super-user reads everything");

        assertThat(keys.look()).containsOnlyKeys("good");
        assertThat(keys.look()).containsOnlyKeys("good");

        assertThat(output.getOut()).containsOnlyOnce("The key file closed.json");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
