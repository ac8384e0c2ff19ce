package dev.equipoise.launcher.status;

import dev.equipoise.launcher.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Nodes for people.
 *
 * @param now what ages are counted from
 * @param routed addresses the gateway sends traffic to; null if there is no gateway to ask
 */
record NodesTable(Instant now, @Nullable List<String> routed) {

    List<String> lines(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return List.of("The registry answers, and no worker is registered.");
        }
        Table table = new Table(
                "NODE",
                "ADDRESS",
                "SERVICE",
                "ZONE",
                "STATUS",
                "TRAFFIC",
                "IN FLIGHT",
                "CPU",
                "WEIGHT",
                "SINCE",
                "LEASE");
        nodes.forEach(node -> table.row(
                node.id(),
                node.address(),
                node.services(),
                node.zone().isEmpty() ? "-" : node.zone(),
                node.status().toLowerCase(Locale.ROOT),
                traffic(node),
                Integer.toString(node.inFlight()),
                Math.round(node.cpu() * 100) + " %",
                number(node.weight()),
                time(node.since(), now, true),
                time(node.leaseEnds(), now, false)));
        List<String> lines = new ArrayList<>(table.lines());
        if (routed == null) {
            lines.add("");
            lines.add("No gateway was there to ask which of them get traffic; --gateway names one.");
        }
        return lines;
    }

    private String traffic(Node node) {
        if (routed == null) {
            return "?";
        }
        return routed.contains(node.address()) ? "yes" : "no";
    }

    private static String number(double weight) {
        return weight == Math.rint(weight) ? Long.toString(Math.round(weight)) : Double.toString(weight);
    }

    private static String time(String instant, Instant now, boolean past) {
        try {
            Instant parsed = Instant.parse(instant);
            return past ? span(Duration.between(parsed, now)) + " ago" : span(Duration.between(now, parsed)) + " left";
        } catch (DateTimeParseException e) {
            return "-";
        }
    }

    private static String span(Duration time) {
        Duration shown = time.isNegative() ? Duration.ZERO : time;
        if (shown.toMinutes() < 2) {
            return shown.toSeconds() + " s";
        }
        return shown.toHours() < 2 ? shown.toMinutes() + " min" : shown.toHours() + " h";
    }
}
