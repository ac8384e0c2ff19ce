package dev.equipoise.launcher.up;

import dev.equipoise.launcher.state.Suite.Part;
import dev.equipoise.launcher.terminal.Progress;
import dev.equipoise.launcher.terminal.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a person wants to know once it runs. */
record Report(UpSettings settings, List<Part> parts, Path logs) {

    List<String> lines(Duration took) {
        Table table = new Table("WHAT", "ADDRESS", "PID", "HEALTH");
        for (Part part : parts) {
            table.row(
                    part.name(),
                    part.address(),
                    Long.toString(part.process().pid()),
                    part.health().isEmpty() ? "-" : part.health());
        }
        if (settings.redis() != null) {
            table.row("redis (yours)", settings.redis().address(), "-", "-");
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("Ready in " + Progress.seconds(took) + "; "
                + (settings.hasConsole() ? "reputation service and console follow" : "the reputation service follows")
                + ". Try:");
        lines.add("  curl -i " + settings.gateway() + "/");
        lines.add("  curl " + settings.gateway() + "/workers");
        lines.add("  curl " + settings.registry() + "/api/v1/workers");
        lines.add("  curl " + settings.reputation() + "/api/v1/standings");
        lines.add("");
        lines.add("Logs are in " + logs + ". Ctrl-C stops everything.");
        return lines;
    }
}
