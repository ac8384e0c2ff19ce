package dev.equipoise.launcher.up;

import dev.equipoise.launcher.process.Child;
import dev.equipoise.launcher.process.ChildSpec;
import dev.equipoise.launcher.process.Children;
import dev.equipoise.launcher.process.ProcessIdentity;
import dev.equipoise.launcher.redis.EmbeddedRedis;
import dev.equipoise.launcher.state.StateDirectory;
import dev.equipoise.launcher.state.Suite;
import dev.equipoise.launcher.state.Suite.Part;
import dev.equipoise.launcher.up.Parts.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes and has each on record before the next is started: a launcher that is killed leaves nothing behind
 * that {@code down} cannot find.
 */
final class Launch {

    private final UpSettings settings;
    private final StateDirectory state;
    private final Children children = new Children();
    // Written by the starting thread alone, before anyone reads it.
    private final List<Part> parts = new ArrayList<>();

    Launch(UpSettings settings, StateDirectory state) {
        this.settings = settings;
        this.state = state;
    }

    void redis(EmbeddedRedis redis) {
        start(redis.process(state), "redis://127.0.0.1:" + redis.port(), "");
    }

    void service(Plan plan) {
        start(plan.process(), plan.address().toString(), plan.health().toString());
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    @Nullable
    Child nextDeath(Duration patience) throws InterruptedException {
        return children.nextDeath(patience);
    }

    boolean anyAlive() {
        return children.all().stream().anyMatch(child -> child.process().isAlive());
    }

    Path logs() {
        return state.log("any").resolveSibling("");
    }

    /** Ends all of it, and the record with it. Blocks until it is done; doing it twice does no harm. */
    synchronized void stop() {
        children.stop();
        state.suiteFile().delete();
    }

    private void start(ChildSpec spec, String address, String health) {
        Child child = children.start(spec);
        ProcessIdentity identity = ProcessIdentity.of(child.process().toHandle());
        parts.add(new Part(child.role(), child.name(), identity, address, health));
        state.suiteFile()
                .write(new Suite(
                        ProcessIdentity.of(ProcessHandle.current()),
                        settings.gateway().toString(),
                        settings.registry().toString(),
                        parts));
    }
}
