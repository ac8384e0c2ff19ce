package dev.equipoise.gateway.shutdown;

import java.time.Duration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Before the web server ends, every answer says {@code Connection: close} for a while. A server that closes idle
 * connections at its end loses the requests that are on their way over them at that moment; clients that were told go
 * elsewhere by themselves. Clients of HTTP/2 are asked for no more requests over their connections. New connections are accepted meanwhile.
 */
public final class ConnectionDrain implements WebFilter, SmartLifecycle, Ordered {

    /** Less than what Spring Boot grants each phase of the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final long LOOK_MILLIS = 20;
    private static final long FAREWELL_MILLIS = 1_500;

    private final Duration time;
    private final InFlight inFlight;
    private final LongLived longLived;
    private final SharedConnections shared = new SharedConnections();
    private volatile boolean running;
    private volatile boolean draining;

    /**
     * @param time how long answers say so; not negative
     * @param inFlight requests that are waited for afterwards, for as long as the framework waits for its own
     * @param longLived connections that are told to end then, and waited for a little
     */
    public ConnectionDrain(Duration time, InFlight inFlight, LongLived longLived) {
        this.time = time;
        this.inFlight = inFlight;
        this.longLived = longLived;
    }

    /** Whether answers say that their connection ends. */
    public boolean isDraining() {
        return draining;
    }

    /** Connections that are told that they end, and waited for until their requests are answered. */
    public SharedConnections shared() {
        return shared;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (draining) {
            exchange.getResponse().beforeCommit(() -> {
                exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
                return Mono.empty();
            });
        }
        return chain.filter(exchange);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        draining = true;
        running = false;
        shared.announce();
        try {
            Thread.sleep(time.toMillis());
            longLived.leave();
            shared.end(PATIENCE);
            long farewell = FAREWELL_MILLIS;
            while (longLived.count() > 0 && farewell > 0) {
                Thread.sleep(LOOK_MILLIS);
                farewell -= LOOK_MILLIS;
            }
            long rest = PATIENCE.toMillis();
            while (inFlight.count() + shared.count() > 0 && rest > 0) {
                Thread.sleep(LOOK_MILLIS);
                rest -= LOOK_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server begins to end. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 512;
    }

    /** Before all others: whatever answers, says so. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
