package dev.equipoise.reputation.export;

import dev.equipoise.core.reputation.BrokenFactFileException;
import dev.equipoise.core.reputation.FactChain;
import dev.equipoise.core.reputation.FactFile;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactPages;
import dev.equipoise.core.reputation.FactText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of facts in files of a directory, each a {@link FactFile}: a new one every day (UTC) and wherever the chain of
 * hashes breaks, {@code facts-2026-11-21-0001.tsv}. Files of days longer ago than the retention are deleted. Whatever the
 * disk does is an {@link UncheckedIOException}; call {@link #resume} then. One thread.
 */
public final class FactExport implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FactExport.class);
    private static final Pattern NAME = Pattern.compile("facts-(\\d{4}-\\d{2}-\\d{2})-(\\d{4})\\.tsv");
    private static final int MOST_PARTS = 9999;

    private final Path directory;
    private final Duration retention;
    private final InstantSource clock;
    private @Nullable OutputStream out;
    private @Nullable LocalDate day;
    /** Hash of the last entry written; null if nobody knows it. */
    private @Nullable String last;

    public FactExport(Path directory, Duration retention, InstantSource clock) {
        this.directory = directory;
        this.retention = retention;
        this.clock = clock;
    }

    /** Whether there is anything to restore from. */
    public boolean isEmpty() {
        return files().isEmpty();
    }

    /** Gives a log that lost its facts what the files hold. @return how many facts were new to it */
    public long restore(FactLog facts) {
        close();
        long restored = 0;
        for (Path file : files()) {
            try {
                repair(file);
                restored += FactFile.restore(file, facts);
            } catch (BrokenFactFileException e) {
                log.error("Nothing is restored from {}: {}", file.getFileName(), e.getMessage());
            }
        }
        return restored;
    }

    /** Writes what the log has and the files do not have yet; new entries follow by {@link #add}. */
    public void resume(FactLog facts) {
        close();
        last = lastHash();
        String from = FactLog.START;
        FactPages pages = new FactPages(facts, FactLog.START);
        while (last != null && pages.hasNext()) {
            if (pages.next().hash().equals(last)) {
                from = pages.position();
                break;
            }
        }
        new FactPages(facts, from).forEachRemaining(this::add);
        flush();
    }

    /** One more entry, the next one of the log. */
    public void add(FactLog.Entry entry) {
        try {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            String text = FactText.of(entry.fact());
            boolean follows = last != null && entry.hash().equals(FactChain.next(last, text));
            OutputStream to = out;
            if (to == null || !today.equals(day) || !follows) {
                begin(today, follows ? last : null, entry);
            } else {
                to.write((entry.hash() + '\t' + text + '\n').getBytes(StandardCharsets.UTF_8));
            }
            last = entry.hash();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(LocalDate today, @Nullable String before, FactLog.Entry first) throws IOException {
        close();
        deleteOld(today);
        Path file = directory.resolve(name(today));
        FactFile.write(file, before, List.of(first).iterator());
        out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND));
        day = today;
    }

    private String name(LocalDate today) {
        int part = 1;
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && name.group(1).equals(today.toString())) {
                part = Math.max(part, Integer.parseInt(name.group(2)) + 1);
            }
        }
        if (part > MOST_PARTS) {
            throw new UncheckedIOException(new IOException("more than " + MOST_PARTS + " files of facts on one day"));
        }
        return String.format(Locale.ROOT, "facts-%s-%04d.tsv", today, part);
    }

    private void deleteOld(LocalDate today) throws IOException {
        Instant oldest = today.atStartOfDay(ZoneOffset.UTC).toInstant().minus(retention);
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()
                    && LocalDate.parse(name.group(1))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .isBefore(oldest)) {
                Files.delete(file);
                log.info("Deleted {}: older than {} days", file.getFileName(), retention.toDays());
            }
        }
    }

    /** To the operating system, so that a process that dies loses nothing. */
    public void flush() {
        OutputStream to = out;
        if (to != null) {
            try {
                to.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        OutputStream to = out;
        out = null;
        day = null;
        if (to != null) {
            try {
                to.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private @Nullable String lastHash() {
        List<Path> newestFirst = files();
        Collections.reverse(newestFirst);
        for (Path file : newestFirst) {
            try {
                repair(file);
                return FactFile.verify(file).last();
            } catch (BrokenFactFileException e) {
                log.error("{} is broken: {}", file.getFileName(), e.getMessage());
            }
        }
        return null;
    }

    /** Cuts off a line that was being written when the process died. */
    private static void repair(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long end = channel.size();
            while (end > 0) {
                one.clear();
                channel.read(one, end - 1);
                if (one.get(0) == '\n') {
                    break;
                }
                end--;
            }
            if (end < channel.size()) {
                log.warn("{} ended within a line, which is cut off", file.getFileName());
                channel.truncate(end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Oldest first. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "facts-*.tsv")) {
                for (Path file : all) {
                    if (isOurs(file.getFileName().toString())) {
                        files.add(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(files);
        return files;
    }

    private static boolean isOurs(String name) {
        Matcher matcher = NAME.matcher(name);
        try {
            return matcher.matches() && LocalDate.parse(matcher.group(1)) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
