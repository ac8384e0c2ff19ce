package dev.equipoise.core.reputation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file: strict UTF-8, each ended by a newline, none longer than {@link #LONGEST}. One thread. */
final class FactLines implements AutoCloseable {

    /** In bytes. */
    static final int LONGEST = 1 << 16;

    private final InputStream in;
    private long line;

    FactLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file));
    }

    /** Of the line that was read last, from 1; 0 at first. */
    long line() {
        return line;
    }

    /**
     * The next line without its newline; null at the end.
     *
     * @throws BrokenFactFileException if it is no such line
     */
    @Nullable
    String next() throws IOException {
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (bytes.size() == 0) {
                    return null;
                }
                throw new BrokenFactFileException(line, "the file ends within this line");
            }
            if (bytes.size() == LONGEST) {
                throw new BrokenFactFileException(line, "longer than " + LONGEST + " bytes");
            }
            bytes.write(b);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BrokenFactFileException(line, "not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
