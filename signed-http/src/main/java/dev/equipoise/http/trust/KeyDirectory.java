package dev.equipoise.http.trust;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.http.message.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of key files, one {@code <key id>.json} each (a {@link KeyDocument}), looked at again and again: mounted
 * secrets are swapped as a whole behind the link {@code ..data}, and not every file system tells. A file that cannot be used
 * is reported once for each content, by name alone, and costs its own key only. A directory that cannot be listed keeps the
 * keys it had: to take keys away, take files away. One thread at a time.
 */
final class KeyDirectory {

    static final int MAX_FILES = 1000;
    static final int MAX_BYTES = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(KeyDirectory.class);

    private static final String SUFFIX = ".json";
    private static final String GENERATION = "..data";
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private Map<String, Seen> seen = Map.of();
    private boolean listed = true;
    private boolean overfull;

    KeyDirectory(Path directory) {
        this.directory = directory;
    }

    /** A content, and the key in it; null if there is none. */
    private record Seen(byte[] content, @Nullable EnrolledKey key) {}

    /** The keys that stand there now, by id. */
    Map<String, EnrolledKey> look() {
        try {
            seen = scan();
            if (!listed) {
                log.info("The key directory {} can be read again", directory);
            }
            listed = true;
        } catch (IOException e) {
            if (listed) {
                log.warn(
                        "The key directory {} cannot be read, its keys stay as they were ({})",
                        directory,
                        e.getClass().getSimpleName());
            }
            listed = false;
        }
        Map<String, EnrolledKey> keys = new HashMap<>();
        seen.forEach((id, file) -> {
            if (file.key() != null) {
                keys.put(id, file.key());
            }
        });
        return keys;
    }

    /** Begins anew when a file vanishes under its hands: the directory is being swapped, and both halves belong together. */
    private Map<String, Seen> scan() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Map<String, Seen> now = new HashMap<>();
                for (Map.Entry<String, Path> file : files().entrySet()) {
                    now.put(file.getKey(), read(file.getKey(), file.getValue()));
                }
                return now;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private SortedMap<String, Path> files() throws IOException {
        Path generation = directory.resolve(GENERATION);
        Path root = Files.exists(generation) ? generation.toRealPath() : directory;
        TreeMap<String, Path> files = new TreeMap<>();
        boolean more = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "*" + SUFFIX)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".") && !Files.isDirectory(entry)) {
                    files.put(name.substring(0, name.length() - SUFFIX.length()), entry);
                    if (files.size() > MAX_FILES) {
                        files.pollLastEntry();
                        more = true;
                    }
                }
            }
        }
        if (more && !overfull) {
            log.warn(
                    "The key directory {} has more than {} files; those last in order are not read",
                    directory,
                    MAX_FILES);
        }
        overfull = more;
        return files;
    }

    private Seen read(String id, Path file) throws NoSuchFileException {
        byte[] content = {};
        String fault;
        try {
            content = bytes(file);
            Seen before = seen.get(id);
            if (before != null && Arrays.equals(before.content(), content)) {
                return before;
            }
            if (content.length > MAX_BYTES) {
                fault = "it is longer than " + MAX_BYTES / 1024 + " KiB";
            } else {
                return new Seen(
                        content, StrictJson.read(content, KeyDocument.class).enrolled(id));
            }
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            Seen before = seen.get(id);
            if (before != null && before.key() == null) {
                return before;
            }
            fault = "it cannot be read";
        } catch (RefusedException e) {
            fault = "it is not JSON of the fields described";
        } catch (IllegalArgumentException e) {
            fault = e.getMessage();
        } catch (RuntimeException e) {
            // Whatever it is, the other keys must not suffer from it.
            fault = e.getClass().getSimpleName();
        }
        log.warn("The key file {}{} in {} cannot be used: {}", id, SUFFIX, directory, fault);
        return new Seen(content, null);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }
}
