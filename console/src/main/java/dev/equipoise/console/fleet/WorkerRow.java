package dev.equipoise.console.fleet;

import dev.equipoise.console.happening.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the page shows it.
 *
 * @param state in a word or two: what matters most of its status, its standing and what gateways do
 * @param since when the registry last heard something new of it, ISO 8601
 * @param cpu share of its processors in use, by its own word
 * @param inFlight requests that gateways sent to it and that have not ended
 * @param latencyMs mean response time, as gateways see it; null if none does
 * @param rate requests per second within the last ten seconds
 * @param share of all requests, from 0 to 1; null if there were none
 * @param successRate as gateways see it; null if none does
 * @param taking whether it gets ordinary traffic
 * @param standing null if nothing is known of it
 */
public record WorkerRow(
        String id,
        String address,
        List<String> services,
        String zone,
        String status,
        String state,
        Tone tone,
        String since,
        String presentSince,
        double weight,
        double cpu,
        int inFlight,
        @Nullable Double latencyMs,
        double rate,
        @Nullable Double share,
        @Nullable Double successRate,
        boolean taking,
        @Nullable StandingRow standing) {}
