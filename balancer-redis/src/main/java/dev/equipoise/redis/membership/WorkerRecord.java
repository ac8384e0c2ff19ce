package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Claims;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker as the scripts keep it: {@code status sequence epoch since address claims}, the claims as JSON to the end.
 *
 * @param since when it got its status
 */
record WorkerRecord(Worker worker, Claims claims, Instant since) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern FORM = Pattern.compile("(\\S+) (\\d+) (\\d+) (\\d+) (\\S+) (.*)", Pattern.DOTALL);

    static String claimsText(Claims claims) {
        return JSON.writeValueAsString(claims);
    }

    static WorkerRecord parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a worker record: " + text);
        }
        Claims claims = JSON.readValue(matcher.group(6), Claims.class);
        Worker worker = new Worker(
                claims.id(),
                claims.address(),
                claims.services(),
                claims.zone(),
                claims.capacity(),
                claims.weight(),
                WorkerStatus.valueOf(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
        return new WorkerRecord(worker, claims, Instant.ofEpochMilli(Long.parseLong(matcher.group(4))));
    }
}
