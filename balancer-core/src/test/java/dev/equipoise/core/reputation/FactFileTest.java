package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactFileTest {

    private static final int SIZE = 30;

    @TempDir
    Path directory;

    private final List<Fact> facts = HardFacts.of(new SplittableRandom(3), SIZE);
    private final InMemoryFactLog log = new InMemoryFactLog();
    private List<FactLog.Entry> entries;
    private Path file;

    @BeforeEach
    void export() {
        log.append(facts);
        entries = log.after(FactLog.START, SIZE);
        file = directory.resolve("facts.log");
        write(null, entries);
    }

    private FactFile.Extent write(String before, List<FactLog.Entry> part) {
        return FactFile.write(file, before, part.iterator());
    }

    @Test
    void aFileHasAHeaderAndALineForEachEntry() throws IOException {
        List<String> lines = Files.readAllLines(file);

        assertThat(lines.get(0)).isEqualTo("equipoise-facts\t1\t" + "0".repeat(64));
        assertThat(lines).hasSize(SIZE + 1);
        for (int i = 0; i < SIZE; i++) {
            assertThat(lines.get(i + 1)).isEqualTo(entries.get(i).hash() + '\t' + FactText.of(facts.get(i)));
        }
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        List<Fact> read = new ArrayList<>();

        FactFile.Extent extent = FactFile.read(file, read::add);

        assertThat(read).isEqualTo(facts);
        assertThat(extent)
                .isEqualTo(new FactFile.Extent(
                        FactChain.START, SIZE, entries.get(SIZE - 1).hash()))
                .isEqualTo(FactFile.verify(file));
    }

    @Test
    void anEmptyLogIsAFileWithoutFacts() {
        assertThat(write(null, List.of())).isEqualTo(new FactFile.Extent(FactChain.START, 0, FactChain.START));
        assertThat(FactFile.verify(file)).isEqualTo(new FactFile.Extent(FactChain.START, 0, FactChain.START));
    }

    @Test
    void partsThatFollowEachOtherProveIt() {
        FactFile.Extent first = write(null, entries.subList(0, 12));
        FactFile.Extent second = write(first.last(), entries.subList(12, SIZE));

        assertThat(second.before()).isEqualTo(first.last());
        assertThat(FactFile.verify(file)).isEqualTo(second);
        assertThatThrownBy(() -> write(first.last(), entries.subList(13, SIZE)))
                .isInstanceOfSatisfying(
                        BrokenFactFileException.class, e -> assertThat(e.line()).isEqualTo(2));
    }

    @Test
    void whatIsLeftOfATrimmedLogBeginsWithAnEntryThatIsTakenAsItStands() {
        FactFile.Extent extent = write(null, entries.subList(12, SIZE));

        assertThat(extent.before()).isNull();
        assertThat(FactFile.verify(file)).isEqualTo(extent);
        assertBrokenAt(3, lines -> lines.remove(2));
    }

    @Test
    void aTamperedFileIsRefusedAtTheLineAndNobodyGetsAnythingOfIt() {
        for (int line = 2; line <= SIZE + 1; line++) {
            int index = line - 1;
            assertBrokenAt(line, lines -> lines.set(index, lines.get(index).replaceFirst("\t\\d+\t", "\t1\t")));
            assertBrokenAt(
                    line, lines -> lines.set(index, "x" + lines.get(index).substring(1)));
            assertBrokenAt(line, lines -> lines.set(index, lines.get(index) + " "));
            assertBrokenAt(line + 1, lines -> lines.add(index, lines.get(index)));
            if (line <= SIZE) {
                assertBrokenAt(line, lines -> lines.remove(index));
                assertBrokenAt(line, lines -> lines.add(index, lines.remove(index + 1)));
            }
        }
    }

    @Test
    void whatIsNoFileOfFactsIsRefused() throws IOException {
        for (String text : List.of(
                "",
                "\n",
                "equipoise-facts\t2\t" + FactChain.START + "\n",
                "equipoise-facts\t1\n",
                "equipoise-facts\t1\tfirst\n",
                "equipoise-facts\t1\t" + FactChain.START)) {
            Files.writeString(file, text);
            assertBroken(1);
        }
        String header = "equipoise-facts\t1\t" + FactChain.START + "\n";
        Files.writeString(file, header + "\n");
        assertBroken(2);
        Files.writeString(file, header + FactChain.next(FactChain.START, "not a fact") + "\tnot a fact\n");
        assertBroken(2);
        Files.writeString(file, header + "x".repeat(70_000) + "\n");
        assertBroken(2);
        Files.write(file, (header + "\u00ff\n").getBytes(StandardCharsets.ISO_8859_1));
        assertBroken(2);
    }

    @Test
    void aFileThatWasCutWithinALineIsRefusedThere() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        assertBroken(SIZE + 1);
    }

    @Test
    void aBrokenLogIsNotWrittenAndTheOldFileStays() throws IOException {
        byte[] before = Files.readAllBytes(file);
        List<FactLog.Entry> broken = new ArrayList<>(entries);
        broken.remove(20);

        assertThatThrownBy(() -> write(null, broken))
                .isInstanceOfSatisfying(
                        BrokenFactFileException.class, e -> assertThat(e.line()).isEqualTo(22));

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertOnlyTheFileIsThere();
    }

    @Test
    void aNewFileTakesThePlaceOfTheOldOne() throws IOException {
        write(null, entries.subList(0, 2));

        assertThat(FactFile.verify(file).entries()).isEqualTo(2);
        assertOnlyTheFileIsThere();
    }

    @Test
    void aFactWhoseLineNobodyWouldReadAgainIsNotWritten() {
        InMemoryFactLog other = new InMemoryFactLog();
        other.append(List.of(
                new Fact("x".repeat(70_000), 1, "w-1", "", FactType.JOINED, Effect.NONE, "", "registry", null)));

        assertThatThrownBy(() -> FactFile.write(file, null, new FactPages(other, FactLog.START)))
                .isInstanceOf(BrokenFactFileException.class);
    }

    @Test
    void aFileThatIsNotThereIsAFailureOfTheDisk() {
        assertThatThrownBy(() -> FactFile.verify(directory.resolve("none"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void pagesWalkOverALogThatIsLongerThanOne() {
        InMemoryFactLog other = new InMemoryFactLog();
        other.append(HardFacts.of(new SplittableRandom(4), 2345));
        FactPages pages = new FactPages(other, FactLog.START);

        assertThat(FactFile.write(file, null, pages).entries()).isEqualTo(2345);
        assertThat(pages.position()).isEqualTo("2345-0");
        assertThat(pages.hasNext()).isFalse();
        other.append(List.of(FactLogContractTest.fact("new", 1)));
        assertThat(pages.next().fact().id()).isEqualTo("new");
    }

    private void assertOnlyTheFileIsThere() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all).containsExactly(file);
        }
    }

    private void assertBrokenAt(long line, Consumer<List<String>> change) {
        try {
            byte[] before = Files.readAllBytes(file);
            List<String> lines = new ArrayList<>(List.of(new String(before, StandardCharsets.UTF_8).split("\n")));
            change.accept(lines);
            Files.writeString(file, String.join("\n", lines) + "\n");
            assertBroken(line);
            Files.write(file, before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertBroken(long line) {
        List<Fact> got = new ArrayList<>();
        assertThatThrownBy(() -> FactFile.read(file, got::add))
                .isInstanceOfSatisfying(
                        BrokenFactFileException.class, e -> assertThat(e.line()).isEqualTo(line));
        assertThat(got).isEmpty();
    }
}
