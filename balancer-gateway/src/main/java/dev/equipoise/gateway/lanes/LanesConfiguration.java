package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.ForwarderProperties;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.clients.ClientGate;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.LinkSettings;
import dev.equipoise.gateway.forward.Outcomes;
import dev.equipoise.gateway.forward.ServiceObserver;
import dev.equipoise.gateway.problem.Problems;
import dev.equipoise.gateway.services.ConfiguredServices;
import dev.equipoise.gateway.shutdown.ConnectionDrain;
import dev.equipoise.gateway.shutdown.InFlight;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
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
import reactor.netty.NettyPipeline;
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
            HttpClientProperties client,
            ObjectProvider<Outcomes> outcomes,
            ExplainedPicks explained,
            ServiceObserver.OfEach watch,
            ReactorResourceFactory resources,
            MeterRegistry meters) {
        Counter retried = meters.counter("equipoise.gateway.retries");
        return new Forwarder(
                balancers,
                service -> services.of(service).settings(),
                connecting(client),
                new Forwarder.Observers(
                        explained, outcomes.getIfAvailable(() -> (worker, outcome) -> {}), retried::increment, watch),
                System::nanoTime,
                NameResolverProvider.builder().build().newNameResolverGroup(resources.getLoopResources(), true),
                new WorkerTls(client.getSsl()));
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
    AccessLog accessLog(MeterRegistry meters) {
        Counter lost = Counter.builder("equipoise.gateway.access.log.lost")
                .description("Lines of the access log that came faster than they could be written")
                .register(meters);
        return new AccessLog(lost::increment);
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
                gateway.exposeWorker());
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> frontHandlers(ObjectProvider<Front> front) {
        // Looked for once, with the first connection: finding beans costs more than a request does.
        SingletonSupplier<Front> known = SingletonSupplier.of(front::getObject);
        return factory -> factory.addServerCustomizers(
                server -> server.doOnChannelInit((observer, channel, address) -> put(known.obtain(), channel)));
    }

    /** Only where a connection speaks HTTP/1.1 and will go on doing so. */
    private static void put(Front front, Channel channel) {
        if (channel.pipeline().get(NettyPipeline.HttpCodec) instanceof HttpServerCodec
                && channel.pipeline().get(HttpServerUpgradeHandler.class) == null
                && channel.remoteAddress() instanceof InetSocketAddress remote) {
            channel.pipeline().addAfter(NettyPipeline.HttpCodec, FrontHandler.NAME, new FrontHandler(front, remote));
        }
    }
}
