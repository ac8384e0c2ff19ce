package dev.equipoise.launcher.state;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code suite.json}: there while a suite runs, and after one whose launcher was killed. */
public record SuiteFile(Path path) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Empty if there is none, or none that can be read: it is a record of ours and not worth a quarrel. */
    public Optional<Suite> read() {
        try {
            return Files.exists(path)
                    ? Optional.of(JSON.readValue(Files.readString(path), Suite.class))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    public void write(Suite suite) {
        try {
            Path draft = path.resolveSibling(path.getFileName() + ".new");
            Files.writeString(draft, JSON.writeValueAsString(suite) + "\n");
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LauncherException.failure("the record of this run cannot be written to " + path);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw LauncherException.failure("the record of this run cannot be removed: " + path);
        }
    }
}
