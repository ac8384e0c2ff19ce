package dev.equipoise.starter.registration;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.SigningKey;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the registry's contract, in both directions. */
final class RegistryMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_DETAIL = 300;

    /** Keeps a nonsensical answer from turning us into a flood, or into a worker nobody hears of. */
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(20);

    private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);

    private RegistryMessages() {}

    /**
     * What the worker does not say is left out, so that the registry's defaults hold.
     *
     * @param replaces the lease it holds so far, in case it has moved
     */
    static byte[] registration(Claims claims, @Nullable Lease replaces) {
        ObjectNode body = JSON.createObjectNode();
        body.put("id", claims.id());
        body.put("address", claims.address().toString());
        // Sorted: a set has no order, and equal claims should look equal on the wire.
        new TreeSet<>(claims.services()).forEach(body.putArray("services")::add);
        putText(body, "zone", claims.zone());
        putText(body, "region", claims.region());
        putText(body, "role", claims.role());
        if (!claims.capacity().equals(Capacity.UNDECLARED)) {
            body.putObject("capacity")
                    .put("maxConnections", claims.capacity().maxConnections())
                    .put("maxBandwidthMbps", claims.capacity().maxBandwidthMbps())
                    .put("cores", claims.capacity().cores())
                    .put("memoryMb", claims.capacity().memoryMb());
        }
        putText(body, "healthPath", claims.healthPath());
        putText(body, "replaces", replaces == null ? "" : replaces.session().id());
        body.put("weight", claims.weight());
        if (!claims.metadata().isEmpty()) {
            claims.metadata().forEach(body.putObject("metadata")::put);
        }
        return JSON.writeValueAsBytes(body);
    }

    static byte[] heartbeat(LoadReport load) {
        ObjectNode body = JSON.createObjectNode();
        body.put("cpu", load.cpu()).put("memory", load.memory()).put("bandwidth", load.bandwidth());
        body.put("connections", load.connections())
                .put("inFlight", load.inFlight())
                .put("queue", load.queue());
        return JSON.writeValueAsBytes(body);
    }

    /** @param endpoint where the registration was sent; a relative Location is resolved against it */
    static Lease lease(URI endpoint, HttpResponse<byte[]> answer) throws RegistryUnreachableException {
        try {
            JsonNode body = JSON.readTree(answer.body());
            String lease = body.path("lease").asString("");
            byte[] secret = Base64.getDecoder().decode(body.path("sessionKey").asString(""));
            String location = answer.headers().firstValue("Location").orElse("");
            if (lease.isEmpty() || secret.length == 0 || location.isEmpty()) {
                throw new RegistryUnreachableException(endpoint, "its answer lacks lease, sessionKey or Location");
            }
            return new Lease(
                    endpoint.resolve(location),
                    SigningKey.hmac(lease, secret),
                    seconds(body, "heartbeatSeconds", LeaseTerms.DEFAULT.heartbeat()),
                    seconds(body, "leaseSeconds", LeaseTerms.DEFAULT.term()),
                    seconds(body, "sessionSeconds", LeaseTerms.DEFAULT.rotation()),
                    body.path("epoch").asLong(0));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RegistryUnreachableException(endpoint, "its answer is not that of a registry");
        }
    }

    static RegistryRefusedException refusal(int status, HttpHeaders headers, byte[] body) {
        JsonNode problem;
        try {
            problem = JSON.readTree(body);
        } catch (JacksonException e) {
            // A proxy in between answers with its own page; the status has to do.
            problem = JSON.missingNode();
        }
        String type = problem.path("type").asString("");
        String slug = type.equals("about:blank") ? "" : type.substring(afterLast(type));
        String detail = problem.path("detail").asString(problem.path("title").asString(""));
        return new RegistryRefusedException(status, oneLine(slug), oneLine(detail), retryAfter(headers));
    }

    private static int afterLast(String type) {
        return Math.max(type.lastIndexOf('/'), Math.max(type.lastIndexOf(':'), type.lastIndexOf('#'))) + 1;
    }

    /** Only the form in seconds; the form with a date would rest on two clocks agreeing. */
    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        return value.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    private static Duration seconds(JsonNode body, String field, Duration otherwise) {
        double seconds = body.path(field).asDouble(0);
        if (!(seconds > 0)) {
            return otherwise;
        }
        Duration given = Duration.ofMillis(Math.round(Math.min(seconds, 86_400) * 1000));
        if (!field.startsWith("heartbeat")) {
            return given;
        }
        return given.compareTo(SHORTEST_HEARTBEAT) < 0
                ? SHORTEST_HEARTBEAT
                : given.compareTo(LONGEST_HEARTBEAT) > 0 ? LONGEST_HEARTBEAT : given;
    }

    private static void putText(ObjectNode body, String field, String text) {
        if (!text.isEmpty()) {
            body.put(field, text);
        }
    }

    /** The text comes from outside and goes into logs: no line breaks, no escape sequences, no novels. */
    private static String oneLine(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= MAX_DETAIL ? clean : clean.substring(0, MAX_DETAIL) + "…";
    }
}
