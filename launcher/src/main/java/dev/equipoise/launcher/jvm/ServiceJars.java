package dev.equipoise.launcher.jvm;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The executable jars of our services, where Maven puts them. */
public record ServiceJars(Path home) {

    /** Set by the script to the root of the repository. */
    private static final String HOME_PROPERTY = "equipoise.home";

    public static ServiceJars fromScript() {
        return new ServiceJars(
                Path.of(System.getProperty(HOME_PROPERTY, ".")).toAbsolutePath().normalize());
    }

    /** @throws LauncherException if it has not been built */
    public Path of(Service service) {
        Path target = home.resolve(service.directory()).resolve("target");
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, service.directory() + "-*-app.jar")) {
                jars.forEach(found::add);
            } catch (IOException e) {
                throw LauncherException.failure(target + " cannot be read");
            }
        }
        // More than one: of several versions, the one with the highest number.
        return found.stream()
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> LauncherException.failure(service.directory() + " is not built: "
                        + home.resolve("equipoise") + " builds what is missing"));
    }
}
