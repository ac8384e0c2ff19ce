package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.ForwarderProperties;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.clients.ClientGate;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.LinkSettings;
import dev.equipoise.gateway.forward.Outcomes;
import dev.equipoise.gateway.forward.RefusalProbe;
import dev.equipoise.gateway.forward.ServiceObserver;
import dev.equipoise.gateway.forwarded.ForwardedHeaders;
import dev.equipoise.gateway.problem.Problems;
import dev.equipoise.gateway.proxyprotocol.ProxyProtocol;
import dev.equipoise.gateway.registry.RefusalReports;
import dev.equipoise.gateway.services.ConfiguredServices;
import dev.equipoise.gateway.shutdown.ConnectionDrain;
import dev.equipoise.gateway.shutdown.InFlight;
import dev.equipoise.gateway.shutdown.LongLived;
import dev.equipoise.gateway.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.function.SingletonSupplier;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerState;
import reactor.netty.transport.NameResolverProvider;

/** The forwarder, and the front in the server's pipelines. */
@Configuration(proxyBeanMethods = false)
class LanesConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration KEEP_IDLE = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 1000;

    @Bean
    Forwarder forwarder(
            ServiceBalancers balancers,
            ConfiguredServices services,
            Http2Properties http2,
            HttpClientProperties client,
            ObjectProvider<Outcomes> outcomes,
            ExplainedPicks explained,
            ServiceObserver.OfEach watch,
            AddressResolverGroup<InetSocketAddress> names,
            MeterRegistry meters) {
        Counter retried = meters.counter("equipoise.gateway.retries");
        return new Forwarder(
                balancers,
                service -> services.of(service).settings(),
                connecting(client),
                new Forwarder.Observers(
                        explained, outcomes.getIfAvailable(() -> (worker, outcome) -> {}), retried::increment, watch),
                System::nanoTime,
                names,
                new WorkerTls(client.getSsl()),
                http2::isSpokenBy);
    }

    /** Looks up names of workers without blocking. */
    @Bean
    AddressResolverGroup<InetSocketAddress> workerNames(ReactorResourceFactory resources) {
        return NameResolverProvider.builder().build().newNameResolverGroup(resources.getLoopResources(), true);
    }

    @Bean
    RefusalProbe refusalProbe(
            ServiceBalancers balancers,
            ObjectProvider<RefusalReports> reports,
            ReactorResourceFactory resources,
            AddressResolverGroup<InetSocketAddress> names) {
        RefusalReports told = reports.getIfAvailable();
        return new RefusalProbe(
                balancers, told == null ? worker -> {} : told::refusing, resources.getLoopResources(), names);
    }

    private static LinkSettings connecting(HttpClientProperties client) {
        Integer connect = client.getConnectTimeout();
        Integer connections = client.getPool().getMaxConnections();
        Duration idle = client.getPool().getMaxIdleTime();
        return new LinkSettings(
                connect == null ? CONNECT_TIMEOUT : Duration.ofMillis(connect),
                connections == null ? MOST_CONNECTIONS : connections,
                idle == null ? KEEP_IDLE : idle);
    }

    @Bean
    Lanes lanes(
            RouteLocator routes,
            RouteDefinitionLocator definitions,
            GatewayProperties spring,
            Forwarder forwarder,
            MeterRegistry meters,
            ListableBeanFactory beans,
            Environment environment) {
        return new Lanes(
                routes,
                definitions,
                new RouteCompiler(forwarder, meters, spring.getDefaultFilters()),
                () -> new SurroundingsOfSpring(beans, environment).look(),
                new RequestMeters(meters, "-", "-"));
    }

    @Bean
    LanesEndpoint lanesEndpoint(Lanes lanes) {
        return new LanesEndpoint(lanes);
    }

    @Bean
    AccessLog accessLog(AccessLogProperties properties, MeterRegistry meters) {
        Counter lost = Counter.builder("equipoise.gateway.access.log.lost")
                .description("Lines of the access log that could not be written, or not fast enough")
                .register(meters);
        Path file = properties.file();
        return new AccessLog(
                file == null ? null : new AccessLogFile(file, InstantSource.system(), lost::increment),
                lost::increment);
    }

    @Bean
    Front front(
            Lanes lanes,
            Forwarder forwarder,
            ObjectProvider<ClientGate> gate,
            ConnectionDrain drain,
            InFlight inFlight,
            Problems problems,
            AccessLog log,
            ForwarderProperties properties,
            dev.equipoise.gateway.GatewayProperties gateway,
            ForwardedHeaders forwarded,
            LongLived longLived,
            FrontProperties limits,
            ObjectProvider<Tracing> tracing,
            Environment environment,
            MeterRegistry meters) {
        Gauge.builder("equipoise.gateway.express.in.flight", inFlight, InFlight::count)
                .description("Requests of the express lane being answered")
                .register(meters);
        Duration idle = environment.getProperty("server.netty.idle-timeout", Duration.class, Duration.ZERO);
        return new Front(
                lanes::table,
                forwarder,
                gate.getIfAvailable(),
                drain,
                inFlight,
                problems,
                log,
                idle.toNanos(),
                properties.tunnelIdleTimeout().toMillis(),
                gateway.exposeWorker(),
                forwarded,
                longLived,
                limits,
                tracing.getIfAvailable(() -> Tracing.OFF));
    }

    @Bean
    ConnectionLimit connectionLimit(FrontProperties limits, MeterRegistry meters) {
        Counter refused = Counter.builder("equipoise.gateway.connections.refused")
                .description("Connections of clients that were closed at once, being too many")
                .register(meters);
        ConnectionLimit limit = new ConnectionLimit(limits.maxConnections(), refused::increment);
        Gauge.builder("equipoise.gateway.connections", limit, ConnectionLimit::open)
                .description("Connections of clients")
                .register(meters);
        return limit;
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> frontHandlers(
            ObjectProvider<Front> front,
            ConnectionLimit limit,
            ProxyProtocol proxyProtocol,
            Environment environment,
            MeterRegistry meters) {
        Counter failed = Counter.builder("equipoise.gateway.tls.failures")
                .description("TLS handshakes of clients that failed or were broken off")
                .register(meters);
        // Looked for once, with the first connection: finding beans costs more than a request does.
        SingletonSupplier<Front> known = SingletonSupplier.of(front::getObject);
        HttpDecoderConfig decoding = FrontSettings.decoding(environment);
        return factory -> factory.addServerCustomizers(server -> server.doOnChannelInit(
                        (observer, channel, address) -> {
                            if (limit.admits(channel)) {
                                put(channel, () -> new FrontDoor(known.obtain(), decoding, failed::increment));
                                proxyProtocol.prepare(channel);
                            } else {
                                channel.close();
                            }
                        })
                .childObserve((connection, state) -> {
                    if (state == HttpServerState.REQUEST_RECEIVED && connection instanceof HttpServerRequest request) {
                        StreamWatch.begin(known.obtain(), connection.channel(), request);
                    }
                }));
    }

    private static void put(Channel channel, Supplier<FrontDoor> door) {
        String place = FrontDoor.place(channel.pipeline());
        if (place != null) {
            channel.pipeline().addBefore(place, null, door.get());
        }
    }
}
