package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.Claims;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A member as the scripts keep it: {@code kind sequence epoch since present address claims}, the claims as JSON to the end,
 * and in it the owner of the key, if there is one.
 *
 * @param why what last happened to it
 * @param since when that was
 * @param presentSince when its unbroken presence began
 * @param owner who answers for the key; empty where nobody said
 */
record WorkerRecord(Worker worker, Claims claims, Change.Kind why, Instant since, Instant presentSince, String owner) {

    private static final String OWNER = "owner";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern FORM =
            Pattern.compile("(\\S+) (\\d+) (\\d+) (\\d+) (\\d+) (\\S+) (.*)", Pattern.DOTALL);

    static String claimsText(Claims claims, String owner) {
        ObjectNode text = JSON.valueToTree(claims);
        return JSON.writeValueAsString(owner.isEmpty() ? text : text.put(OWNER, owner));
    }

    static WorkerRecord parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a worker record: " + text);
        }
        Change.Kind why = Change.Kind.valueOf(matcher.group(1));
        JsonNode json = JSON.readTree(matcher.group(7));
        Claims claims = JSON.treeToValue(json, Claims.class);
        Worker worker = new Worker(
                claims.id(),
                claims.address(),
                claims.services(),
                claims.zone(),
                claims.capacity(),
                claims.weight(),
                why.status(),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
        return new WorkerRecord(
                worker,
                claims,
                why,
                millis(matcher.group(4)),
                millis(matcher.group(5)),
                json.path(OWNER).asString(""));
    }

    private static Instant millis(String digits) {
        return Instant.ofEpochMilli(Long.parseLong(digits));
    }
}
