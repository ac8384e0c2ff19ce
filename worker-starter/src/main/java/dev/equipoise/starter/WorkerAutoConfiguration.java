package dev.equipoise.starter;

import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.starter.load.LoadSource;
import dev.equipoise.starter.load.ProcessLoad;
import dev.equipoise.starter.load.QuietPeriod;
import dev.equipoise.starter.load.Traffic;
import dev.equipoise.starter.load.TrafficFilter;
import dev.equipoise.starter.load.TrafficWebFilter;
import dev.equipoise.starter.registration.Heartbeats;
import dev.equipoise.starter.registration.Pace;
import dev.equipoise.starter.registration.RegistryClient;
import dev.equipoise.starter.registration.SocketHeartbeats;
import dev.equipoise.starter.registration.WorkerMembership;
import java.net.URI;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes a web application a worker: it registers once it is ready, and at its end announces that first, serves on until
 * it falls quiet, lets Boot finish what is in flight, and leaves last.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass(WebServerApplicationContext.class)
@Conditional(OnWorker.class)
@EnableConfigurationProperties(WorkerProperties.class)
public final class WorkerAutoConfiguration {

    /** Before the web server refuses connections. */
    static final int DRAIN_PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 512;

    /** After the web server has stopped. */
    static final int LEAVE_PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 512;

    private static final Logger log = LoggerFactory.getLogger(WorkerAutoConfiguration.class);

    @Bean
    @ConditionalOnMissingBean
    Traffic equipoiseTraffic() {
        return new Traffic();
    }

    @Bean
    @ConditionalOnMissingBean
    LoadSource equipoiseLoadSource(Traffic traffic) {
        return new ProcessLoad(traffic);
    }

    @Bean
    @ConditionalOnMissingBean
    RegistryClient equipoiseRegistryClient(WorkerProperties properties) {
        try {
            // Rules of the registry, checked now and not by its refusal later.
            properties.claims(
                    WorkerProperties.given(properties.id()) ? String.valueOf(properties.id()) : "any",
                    properties.address() == null ? URI.create("http://127.0.0.1:1") : properties.address());
            if (properties.registryUrl().isEmpty()) {
                throw new IllegalArgumentException("equipoise.worker.enabled is true but registry-url is not set.");
            }
            return RegistryClient.of(properties.registryUrl(), WorkerKey.read(properties.key(), properties.keyId()));
        } catch (RefusedException | IllegalArgumentException e) {
            throw new WorkerMisconfiguredException(
                    "The configuration of this worker does not hold: " + e.getMessage(),
                    "Correct the properties below equipoise.worker.");
        }
    }

    @Bean
    WorkerIdentity equipoiseWorkerIdentity(
            WorkerProperties properties,
            Environment environment,
            ApplicationContext context,
            ObjectProvider<ServerProperties> server) {
        ServerProperties listening = server.getIfAvailable(ServerProperties::new);
        return new WorkerIdentity(
                properties,
                environment.getProperty("spring.application.name", ""),
                new WorkerIdentity.Serving(
                        Ssl.isEnabled(listening.getSsl()) ? "https" : "http",
                        listening.getAddress(),
                        () -> context instanceof WebServerApplicationContext web && web.getWebServer() != null
                                ? web.getWebServer().getPort()
                                : -1));
    }

    @Bean
    Heartbeats equipoiseHeartbeats(RegistryClient client, WorkerProperties properties) {
        return properties.heartbeats() == WorkerProperties.HeartbeatsOver.WEBSOCKET
                ? new SocketHeartbeats(client)
                : client::beat;
    }

    @Bean
    WorkerMembership equipoiseMembership(
            RegistryClient client, Heartbeats heartbeats, WorkerIdentity identity, LoadSource load) {
        Pace pace = Pace.standard(new SplittableRandom(), InstantSource.system());
        return new WorkerMembership(client, heartbeats, identity, load::sample, pace);
    }

    /** With Spring Cloud's switch for it off, somebody else calls its {@code ServiceRegistry}. */
    @Bean
    @ConditionalOnProperty(name = "spring.cloud.service-registry.auto-registration.enabled", matchIfMissing = true)
    ApplicationListener<ApplicationReadyEvent> equipoiseRegistration(
            WorkerMembership membership, WorkerIdentity identity) {
        return ready -> {
            if (identity.hasAddress()) {
                membership.start();
            } else {
                log.warn("No web server of its own and no equipoise.worker.address: this worker does not register");
            }
        };
    }

    @Bean
    ShutdownStep equipoiseDrain(WorkerMembership membership, WorkerProperties properties, Traffic traffic) {
        QuietPeriod quiet = new QuietPeriod(properties.drainQuiet(), properties.drainLimit());
        return new ShutdownStep(DRAIN_PHASE, () -> drain(membership, quiet, traffic));
    }

    @Bean
    ShutdownStep equipoiseLeave(WorkerMembership membership) {
        return new ShutdownStep(LEAVE_PHASE, membership::leave);
    }

    /** Nobody told means nobody stops sending: then there is nothing to wait for. */
    private static void drain(WorkerMembership membership, QuietPeriod quiet, Traffic traffic) {
        try {
            if (membership.drain() && !quiet.await(traffic::arrivals, Thread::sleep)) {
                log.info(
                        "Requests still arrive after {} ms; shutting down",
                        quiet.limit().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String probes(Environment environment) {
        return environment.getProperty("management.endpoints.web.base-path", "/actuator");
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletTraffic {

        @Bean
        FilterRegistrationBean<TrafficFilter> equipoiseTrafficFilter(Traffic traffic, Environment environment) {
            FilterRegistrationBean<TrafficFilter> filter =
                    new FilterRegistrationBean<>(new TrafficFilter(traffic, probes(environment)));
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return filter;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class ReactiveTraffic {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        TrafficWebFilter equipoiseTrafficFilter(Traffic traffic, Environment environment) {
            return new TrafficWebFilter(traffic, probes(environment));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class MembershipHealth {

        @Bean
        @ConditionalOnEnabledHealthIndicator("equipoise")
        @ConditionalOnMissingBean(name = "equipoiseHealthIndicator")
        MembershipHealthIndicator equipoiseHealthIndicator(WorkerMembership membership) {
            return new MembershipHealthIndicator(membership);
        }
    }
}
