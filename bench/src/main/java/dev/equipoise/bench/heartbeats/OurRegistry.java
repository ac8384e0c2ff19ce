package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Jvm;
import dev.equipoise.bench.suite.Redis;
import dev.equipoise.bench.suite.Registry;
import dev.equipoise.bench.suite.Service;
import dev.equipoise.bench.suite.WorkerMessages;
import dev.equipoise.core.registration.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Our registry and its Redis: every heartbeat is signed, and carries a load report. */
final class OurRegistry implements Contender {

    private static final int NO_CONTENT = 204;

    private final Redis redis;
    private final Registry registry;
    private final WorkerMessages messages;
    private final @Nullable RequestSigner[] sessions;

    private OurRegistry(Redis redis, Registry registry, int instances) {
        this.redis = redis;
        this.registry = registry;
        this.messages = new WorkerMessages(registry.key());
        this.sessions = new RequestSigner[instances];
    }

    /** @param lease longer than a turn of the other, during which nobody is heard here */
    static OurRegistry start(Path root, Jvm jvm, int instances, Duration interval, Duration lease, Path work)
            throws IOException, InterruptedException {
        Redis redis = Redis.start(work);
        try {
            List<String> arguments = List.of(
                    "--equipoise.registry.heartbeat=" + interval.toMillis() + "ms",
                    "--equipoise.registry.lease=" + lease.toMillis() + "ms",
                    "--equipoise.registry.max-workers=" + instances,
                    "--equipoise.registry.call-workers=false");
            return new OurRegistry(redis, Registry.start(root, jvm, redis, arguments, work), instances);
        } catch (IOException | RuntimeException | InterruptedException e) {
            redis.close();
            throw e;
        }
    }

    @Override
    public String title() {
        return "Equipoise";
    }

    @Override
    public Service service() {
        return registry.service();
    }

    @Override
    public Message registration(int instance) {
        return messages.registration(id(instance), URI.create("http://127.0.0.1:9001"));
    }

    @Override
    public void registered(int instance, Answer answer) {
        sessions[instance] = messages.signer(messages.lease(answer));
    }

    @Override
    public Message heartbeat(int instance) {
        RequestSigner session = Objects.requireNonNull(sessions[instance], "a heartbeat comes after a registration");
        return messages.heartbeat(id(instance), session, instance / (double) sessions.length);
    }

    @Override
    public boolean taken(Answer answer) {
        return answer.status() == NO_CONTENT;
    }

    @Override
    public Duration storeCpu() {
        return redis.process().cpu();
    }

    private static String id(int instance) {
        return "instance-" + instance;
    }

    @Override
    public void close() {
        registry.close();
        redis.close();
    }
}
