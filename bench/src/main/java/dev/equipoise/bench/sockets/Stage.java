package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What every scenario is played on.
 *
 * @param patience nominal time after which a request is given up
 * @param firstPort workers listen from here on, balancers from {@link #BALANCERS} ports higher
 * @param work a directory for configurations and logs
 */
record Stage(Transport transport, TimeScale scale, Duration patience, int firstPort, Path work, Progress progress) {

    static final int BALANCERS = 50;

    /** How long a nominal time really takes. */
    Duration real(Duration nominal) {
        return Duration.ofNanos(scale.real(nominal.toNanos()));
    }

    /** What part of nominal time fits into this real one. */
    Duration nominal(Duration real) {
        return Duration.ofNanos(scale.nominal(real.toNanos()));
    }
}
