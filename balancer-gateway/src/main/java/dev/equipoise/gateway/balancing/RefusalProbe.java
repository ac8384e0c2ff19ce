package dev.equipoise.gateway.balancing;

import dev.equipoise.core.membership.Worker;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpClient;

/**
 * Knocks at the workers that refused a connection, twice a second, a bounded number at a time: an accepted connection is
 * the proof that brings them back. Requests are never the probe.
 */
public final class RefusalProbe implements SmartLifecycle {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int CONNECT_MILLIS = 1000;
    private static final int AT_ONCE = 32;

    private final ServiceBalancers balancers;
    private final Consumer<Worker> refusing;
    private final TcpClient client = TcpClient.create(ConnectionProvider.newConnection())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    private volatile @Nullable Disposable probing;

    /** @param refusing told of each worker that refused once more */
    public RefusalProbe(ServiceBalancers balancers, Consumer<Worker> refusing) {
        this.balancers = balancers;
        this.refusing = refusing;
    }

    @Override
    public void start() {
        probing = Flux.interval(INTERVAL, Schedulers.parallel())
                .onBackpressureDrop()
                .concatMap(tick -> Flux.fromIterable(balancers.refused()).flatMap(this::knock, AT_ONCE), 1)
                .subscribe();
    }

    private Mono<Void> knock(Worker worker) {
        int port = worker.uri().getPort();
        return client.host(worker.uri().getHost())
                .port(port)
                .connect()
                .doOnNext(connection -> balancers.acceptedBy(worker))
                .doOnNext(Connection::dispose)
                .doOnError(refusal -> refusing.accept(worker))
                .then()
                .onErrorComplete();
    }

    @Override
    public void stop() {
        Disposable running = probing;
        probing = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return probing != null;
    }
}
