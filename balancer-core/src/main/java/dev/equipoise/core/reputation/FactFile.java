package dev.equipoise.core.reputation;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of facts, or a part of one, as a file: a header {@code equipoise-facts 1 before} with tabs between, then a line for
 * each entry, its hash, a tab and its {@link FactText}. {@code before} is the hash of the entry before the first, so that
 * parts that follow each other prove it. Files are read and written as they go and never held in memory; failures of the disk
 * are {@link UncheckedIOException}. A file that was cut between two lines is whole in itself: only the last hash, known from
 * elsewhere, tells.
 */
public final class FactFile {

    private static final String HEADER = "equipoise-facts\t1\t";
    private static final String UNKNOWN = "-";
    private static final int HASH = 64;
    private static final int BATCH = 500;

    private FactFile() {}

    /**
     * What a file holds.
     *
     * @param before hash of the entry before the first; null where it is not known, and the first is taken as it stands
     * @param entries how many
     * @param last hash of the last entry, {@code before} if there is none, null if nobody knows that
     */
    public record Extent(
            @Nullable String before, long entries, @Nullable String last) {}

    /**
     * Writes these into a temporary file beside it, to the disk, and puts that in the place of {@code file} in one step:
     * whoever reads finds all of the old one or all of the new one, after a crash as well.
     *
     * @param before hash of the entry before the first; null for a log from its beginning, or from what is left of it
     * @throws BrokenFactFileException if these entries are no chain; {@code file} stays as it was
     */
    public static Extent write(Path file, @Nullable String before, Iterator<FactLog.Entry> entries) {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a directory");
        try {
            Path temporary = Files.createTempFile(directory, file.getFileName() + ".", ".tmp");
            try {
                Extent extent;
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
                    extent = write(out, before, entries);
                    out.flush();
                    channel.force(true);
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return extent;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Extent write(OutputStream out, @Nullable String known, Iterator<FactLog.Entry> entries)
            throws IOException {
        FactLog.Entry entry = following(entries);
        String before = known == null && (entry == null || follows(FactChain.START, entry)) ? FactChain.START : known;
        writeLine(out, 1, HEADER + (before == null ? UNKNOWN : before));
        String hash = before;
        long count = 0;
        while (entry != null) {
            String text = FactText.of(entry.fact());
            count++;
            requireNext(hash, entry.hash(), text, count + 1);
            hash = entry.hash();
            writeLine(out, count + 1, hash + '\t' + text);
            entry = following(entries);
        }
        return new Extent(before, count, hash);
    }

    private static FactLog.@Nullable Entry following(Iterator<FactLog.Entry> entries) {
        return entries.hasNext() ? entries.next() : null;
    }

    private static boolean follows(String before, FactLog.Entry entry) {
        return entry.hash().equals(FactChain.next(before, FactText.of(entry.fact())));
    }

    private static void writeLine(OutputStream out, long line, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FactLines.LONGEST) {
            throw new BrokenFactFileException(line, "longer than " + FactLines.LONGEST + " bytes");
        }
        out.write(bytes);
        out.write('\n');
    }

    /** @throws BrokenFactFileException at the first line that is not what it must be */
    public static Extent verify(Path file) {
        return scan(file, fact -> {});
    }

    /**
     * Hands over every fact, in order, after the whole file was verified: of a broken file nobody gets anything.
     *
     * @throws BrokenFactFileException at the first line that is not what it must be
     */
    public static Extent read(Path file, Consumer<Fact> to) {
        verify(file);
        return scan(file, to);
    }

    /**
     * Gives a log that lost its facts those of the file, after the whole file was verified; those that it has stay.
     *
     * @return how many were new
     * @throws BrokenFactFileException at the first line that is not what it must be; nothing is taken
     */
    public static long restore(Path file, FactLog log) {
        long[] taken = {0};
        List<Fact> batch = new ArrayList<>();
        read(file, fact -> {
            batch.add(fact);
            if (batch.size() == BATCH) {
                taken[0] += log.append(batch);
                batch.clear();
            }
        });
        return taken[0] + log.append(batch);
    }

    private static Extent scan(Path file, Consumer<Fact> to) {
        try (FactLines lines = new FactLines(file)) {
            String before = before(lines.next());
            String hash = before;
            long count = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                count++;
                if (line.length() <= HASH || line.charAt(HASH) != '\t') {
                    throw new BrokenFactFileException(lines.line(), "a line is a hash, a tab and a fact");
                }
                String text = line.substring(HASH + 1);
                String next = line.substring(0, HASH);
                requireNext(hash, next, text, lines.line());
                hash = next;
                to.accept(parsed(text, lines.line()));
            }
            return new Extent(before, count, hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String before(@Nullable String header) {
        if (header == null || !header.startsWith(HEADER)) {
            throw new BrokenFactFileException(1, "not a file of facts of a version we know");
        }
        String before = header.substring(HEADER.length());
        if (before.equals(UNKNOWN)) {
            return null;
        }
        if (!FactChain.isHash(before)) {
            throw new BrokenFactFileException(1, "the header ends with a hash");
        }
        return before;
    }

    private static void requireNext(@Nullable String before, String hash, String text, long line) {
        boolean follows = before == null ? FactChain.isHash(hash) : hash.equals(FactChain.next(before, text));
        if (!follows) {
            throw new BrokenFactFileException(
                    line, "the hash is not that of this fact after the one before: something was changed");
        }
    }

    private static Fact parsed(String text, long line) {
        try {
            return FactText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BrokenFactFileException(line, String.valueOf(e.getMessage()));
        }
    }
}
