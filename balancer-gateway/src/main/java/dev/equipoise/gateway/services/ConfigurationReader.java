package dev.equipoise.gateway.services;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.ForwarderProperties;
import dev.equipoise.gateway.GatewayProperties;
import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.ServicesProperties;
import dev.equipoise.gateway.affinity.ConfiguredSessions;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.forward.GateSettings;
import dev.equipoise.gateway.forward.ServiceSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** Reads from the environment what is configured of services, and refuses what cannot be, and what nobody knows. */
final class ConfigurationReader {

    static final String SERVICES = "equipoise.services";

    private static final String GATEWAY = "equipoise.gateway";
    private static final String FORWARDER = GATEWAY + ".forwarder";
    private static final String TRY_TIMEOUT = "spring.cloud.gateway.server.webflux.httpclient.response-timeout";
    private static final Duration DEFAULT_TRY = Duration.ofSeconds(60);

    private final Environment environment;
    private final ConfiguredSessions sessions;
    private final WorkerLimit slots;
    private final boolean limited;

    /**
     * @param slots what a service may have of workers that declared how much they serve at once
     * @param limited whether that holds for services that say nothing else
     */
    ConfigurationReader(Environment environment, ConfiguredSessions sessions, WorkerLimit slots, boolean limited) {
        this.environment = environment;
        this.sessions = sessions;
        this.slots = slots;
        this.limited = limited;
    }

    /**
     * @param gateway of services that say nothing else
     * @param named by their names, in order
     */
    record Read(ServiceConfiguration gateway, Map<String, ServiceConfiguration> named) {}

    /** @throws InvalidSettingException if a setting cannot be, or there is none of this name */
    Read read() {
        Binder binder = Binder.get(environment);
        GatewayProperties gateway = binder.bindOrCreate(GATEWAY, GatewayProperties.class);
        ForwarderProperties forwarder = binder.bindOrCreate(FORWARDER, ForwarderProperties.class);
        Duration perTry = binder.bind(TRY_TIMEOUT, Duration.class).orElse(DEFAULT_TRY);
        ServiceConfiguration common = common(gateway, forwarder, perTry);
        Map<String, ServiceConfiguration> named = new TreeMap<>();
        Map<String, ServicesProperties.Service> services = services(binder);
        services.forEach((name, service) -> named.put(name, ofService(name, service, common, forwarder)));
        named.keySet().forEach(name -> refuseLoop(name, named));
        return new Read(common, named);
    }

    private static Map<String, ServicesProperties.Service> services(Binder binder) {
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
        try {
            return binder.bind(SERVICES, Bindable.mapOf(String.class, ServicesProperties.Service.class), strict)
                    .orElseGet(Map::of);
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
                String first = unknown.getUnboundProperties()
                        .iterator()
                        .next()
                        .getName()
                        .toString();
                throw new InvalidSettingException(
                        first, "There is no setting " + first + "; a service has: " + String.join(", ", names()) + ".");
            }
            throw e;
        }
    }

    /** The settings of a service, in order. */
    static Set<String> names() {
        return Arrays.stream(ServicesProperties.Service.class.getRecordComponents())
                .map(component -> kebab(component.getName()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private ServiceConfiguration common(GatewayProperties gateway, ForwarderProperties forwarder, Duration perTry) {
        ServiceSettings settings = new ServiceSettings(
                new ServiceSettings.Times(
                        Check.positive(TRY_TIMEOUT, perTry),
                        Check.positive(FORWARDER + ".total-timeout", forwarder.totalTimeout()),
                        Check.positive(FORWARDER + ".idle-timeout", forwarder.idleTimeout())),
                new ServiceSettings.Repeats(
                        Check.retries(GATEWAY + ".retries", gateway.retries()),
                        Check.share(FORWARDER + ".retry-share", forwarder.retryShare()),
                        Check.atLeast(FORWARDER + ".retry-per-second", 0, forwarder.retryPerSecond()),
                        forwarder.retryErrors()),
                new ServiceSettings.Waiting(
                        Check.atLeast(FORWARDER + ".queue-size", 0, forwarder.queueSize()),
                        Check.positive(FORWARDER + ".queue-timeout", forwarder.queueTimeout())),
                Check.requestBuffer(FORWARDER + ".request-buffer", forwarder.requestBuffer()),
                Check.hedging(
                        FORWARDER + ".hedge-after",
                        forwarder.hedgeAfter(),
                        Check.share(FORWARDER + ".hedge-share", forwarder.hedgeShare())),
                GateSettings.OPEN,
                null,
                null);
        return new ServiceConfiguration(
                Check.policy(GATEWAY + ".policy", gateway.policy()),
                HashOn.parse(gateway.hashOn(), GATEWAY + ".hash-on"),
                limited ? slots : WorkerLimit.NONE,
                settings);
    }

    private ServiceConfiguration ofService(
            String name,
            ServicesProperties.Service service,
            ServiceConfiguration common,
            ForwarderProperties forwarder) {
        String prefix = SERVICES + "." + name + ".";
        ServiceSettings base = common.settings();
        ServiceSettings settings = new ServiceSettings(
                new ServiceSettings.Times(
                        Check.positive(
                                prefix + "try-timeout",
                                or(service.tryTimeout(), base.times().perTry())),
                        Check.positive(
                                prefix + "total-timeout",
                                or(service.totalTimeout(), base.times().total())),
                        Check.positive(
                                prefix + "idle-timeout",
                                or(service.idleTimeout(), base.times().idle()))),
                new ServiceSettings.Repeats(
                        Check.retries(
                                prefix + "retries",
                                or(service.retries(), base.repeats().most())),
                        Check.share(
                                prefix + "retry-share",
                                or(service.retryShare(), base.repeats().share())),
                        Check.atLeast(
                                prefix + "retry-per-second",
                                0,
                                or(service.retryPerSecond(), base.repeats().perSecond())),
                        or(service.retryErrors(), base.repeats().errors())),
                new ServiceSettings.Waiting(
                        Check.atLeast(
                                prefix + "queue-size",
                                0,
                                or(service.queueSize(), base.waiting().most())),
                        Check.positive(
                                prefix + "queue-timeout",
                                or(service.queueTimeout(), base.waiting().longest()))),
                Check.requestBuffer(prefix + "request-buffer", or(service.requestBuffer(), forwarder.requestBuffer())),
                Check.hedging(
                        prefix + "hedge-after",
                        or(service.hedgeAfter(), forwarder.hedgeAfter()),
                        Check.share(prefix + "hedge-share", or(service.hedgeShare(), forwarder.hedgeShare()))),
                new GateSettings(
                        breaker(prefix + "circuit-breaker.", service.circuitBreaker()),
                        Check.atLeast(prefix + "most-at-once", 0, service.mostAtOnce()),
                        rate(prefix + "rate-limit.", service.rateLimit())),
                service.fallback(),
                sessions.of(name, service.sticky()));
        return new ServiceConfiguration(
                Check.policy(prefix + "policy", or(service.policy(), common.policy())),
                service.hashOn() == null ? common.hashOn() : HashOn.parse(service.hashOn(), prefix + "hash-on"),
                service.workerLimit() == null
                        ? common.limit()
                        : Check.workerLimit(prefix + "worker-limit", service.workerLimit(), slots),
                settings);
    }

    private static GateSettings.@Nullable Breaker breaker(
            String prefix, ServicesProperties.@Nullable CircuitBreaker breaker) {
        if (breaker == null || Check.share(prefix + "failure-share", breaker.failureShare()) == 0) {
            return null;
        }
        return new GateSettings.Breaker(
                breaker.failureShare(),
                Check.share(prefix + "slow-share", breaker.slowShare()),
                breaker.slowAfter() == null || breaker.slowShare() == 0
                        ? null
                        : Check.positive(prefix + "slow-after", breaker.slowAfter()),
                Check.positive(prefix + "window", breaker.window()),
                Check.atLeast(prefix + "least-requests", 1, breaker.leastRequests()),
                Check.positive(prefix + "open", breaker.open()),
                Check.atLeast(prefix + "trials", 1, breaker.trials()));
    }

    private static GateSettings.@Nullable Rate rate(String prefix, ServicesProperties.@Nullable RateLimit limit) {
        if (limit == null || Check.atLeast(prefix + "requests", 0, limit.requests()) == 0) {
            return null;
        }
        return new GateSettings.Rate(limit.requests(), Check.positive(prefix + "per", limit.per()));
    }

    private static void refuseLoop(String start, Map<String, ServiceConfiguration> named) {
        Set<String> way = new LinkedHashSet<>();
        for (String name = start; name != null; name = fallback(named.get(name))) {
            if (!way.add(name)) {
                throw new InvalidSettingException(
                        SERVICES + "." + start + ".fallback",
                        "The fallbacks of services go round in a circle: " + String.join(", ", way) + ", and " + name
                                + " again.");
            }
        }
    }

    private static @Nullable String fallback(@Nullable ServiceConfiguration service) {
        return service == null ? null : service.settings().fallback();
    }

    private static <T> T or(@Nullable T own, T common) {
        return Objects.requireNonNullElse(own, common);
    }
}
