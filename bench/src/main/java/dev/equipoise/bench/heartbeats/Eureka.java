package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Jvm;
import dev.equipoise.bench.suite.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Spring Cloud Netflix Eureka server alone, as its documentation starts it. Its clients renew with a PUT without a body
 * and prove nothing.
 */
final class Eureka implements Contender {

    static final String TITLE = "Eureka";

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final String INSTANCES = "/eureka/apps/BENCH";

    /** An instance's own clock at its last change; the server compares it at every renewal. */
    private static final long DIRTY = 1_700_000_000_000L;

    private final Service service;
    private final Duration interval;
    private final Duration lease;

    private Eureka(Service service, Duration interval, Duration lease) {
        this.service = service;
        this.interval = interval;
        this.lease = lease;
    }

    static Eureka start(Path root, Jvm jvm, Duration interval, Duration lease, Path work)
            throws IOException, InterruptedException {
        // Connections are kept as our registry keeps them; Tomcat's default ends each after a hundred requests.
        List<String> arguments =
                List.of("--server.tomcat.max-keep-alive-requests=-1", "--server.tomcat.keep-alive-timeout=75s");
        Service service = Service.start(jvm, root.resolve("bench/eureka"), arguments, "/actuator/health", work);
        return new Eureka(service, interval, lease);
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public Message registration(int instance) {
        String body = """
                {"instance":{"instanceId":"%s","hostName":"127.0.0.1","app":"BENCH","ipAddr":"127.0.0.1",\
                "vipAddress":"bench","status":"UP","port":{"$":9001,"@enabled":"true"},\
                "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\
                "leaseInfo":{"renewalIntervalInSecs":%d,"durationInSecs":%d},"lastDirtyTimestamp":"%d"}}""".formatted(id(instance), Math.max(1, interval.toSeconds()), lease.toSeconds(), DIRTY);
        return new Message(
                "POST",
                INSTANCES,
                body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json", "Accept", "application/json"));
    }

    @Override
    public void registered(int instance, Answer answer) {
        if (answer.status() != NO_CONTENT) {
            throw new IllegalArgumentException("Eureka answered a registration with " + answer.outcome());
        }
    }

    @Override
    public Message heartbeat(int instance) {
        return new Message(
                "PUT",
                INSTANCES + "/" + id(instance) + "?status=UP&lastDirtyTimestamp=" + DIRTY,
                new byte[0],
                Map.of(
                        "Accept",
                        "application/json",
                        "DiscoveryIdentity-Name",
                        "DefaultClient",
                        "DiscoveryIdentity-Version",
                        "1.4",
                        "DiscoveryIdentity-Id",
                        "127.0.0.1"));
    }

    @Override
    public boolean taken(Answer answer) {
        return answer.status() == OK;
    }

    @Override
    public Duration storeCpu() {
        return Duration.ZERO;
    }

    private static String id(int instance) {
        return "instance-" + instance;
    }

    @Override
    public void close() {
        service.close();
    }
}
