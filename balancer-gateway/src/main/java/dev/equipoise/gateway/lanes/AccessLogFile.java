package dev.equipoise.gateway.lanes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log as a file of its own, written many lines at a time. A file that was moved away or deleted is opened anew within a second, so that it can be rotated
 * without a signal. What cannot be written is lost, and counted. One thread.
 */
final class AccessLogFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AccessLogFile.class);
    private static final int BUFFER = 1 << 16;
    private static final long LOOK_MILLIS = 1_000;

    private final Path path;
    private final InstantSource clock;
    private final Runnable lost;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private @Nullable FileChannel file;
    private @Nullable Object identity;
    private long looked;
    private boolean failing;

    /**
     * @param lost told of each line that is
     * @throws IllegalStateException if it cannot be opened
     */
    AccessLogFile(Path path, InstantSource clock, Runnable lost) {
        this.path = path.toAbsolutePath();
        this.clock = clock;
        this.lost = lost;
        try {
            open();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The access log (equipoise.gateway.access-log.file) cannot be opened: " + e, e);
        }
    }

    private void open() throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        identity = identity();
        looked = clock.millis();
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Writes these lines, which are of about now. */
    void append(List<String> lines) {
        String time = "time=" + clock.instant().truncatedTo(ChronoUnit.MILLIS) + ' ';
        int buffered = 0;
        int written = 0;
        try {
            FileChannel current = current();
            for (String line : lines) {
                byte[] bytes = (time + line + '\n').getBytes(StandardCharsets.US_ASCII);
                if (bytes.length > buffer.remaining()) {
                    flush(current);
                    written = buffered;
                }
                if (bytes.length <= buffer.remaining()) {
                    buffer.put(bytes);
                } else {
                    lost.run();
                }
                buffered++;
            }
            flush(current);
            said(null);
        } catch (IOException e) {
            for (int i = written; i < lines.size(); i++) {
                lost.run();
            }
            said(e);
            close();
        }
    }

    private void flush(FileChannel current) throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                current.write(buffer);
            }
        } finally {
            buffer.clear();
        }
    }

    private FileChannel current() throws IOException {
        FileChannel known = file;
        if (known != null && clock.millis() - looked >= LOOK_MILLIS) {
            looked = clock.millis();
            if (!Files.exists(path) || identity != null && !identity.equals(identity())) {
                known.close();
                known = null;
            }
        }
        if (known == null) {
            open();
            known = Objects.requireNonNull(file);
        }
        return known;
    }

    private void said(@Nullable IOException fault) {
        if (fault != null && !failing) {
            log.warn("The access log cannot be written; its lines are lost until it can: {}", String.valueOf(fault));
        } else if (fault == null && failing) {
            log.info("The access log is written again");
        }
        failing = fault != null;
    }

    @Override
    public void close() {
        FileChannel open = file;
        file = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            log.debug("The access log did not close", e);
        }
    }
}
