package dev.equipoise.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.LinkSettings;
import dev.equipoise.gateway.forward.ServiceObserver;
import dev.equipoise.gateway.forward.ServiceSettings;
import dev.equipoise.gateway.guards.ServiceGuards;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;

class RouteTableTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RouteCompiler compiler = new RouteCompiler(forwarder(), meters, List.of());

    static Forwarder forwarder() {
        return new Forwarder(
                new ServiceBalancers(name -> new ServiceBalancer(
                        "round-robin",
                        new PeakEwmaLoadTracker(() -> 0),
                        () -> new Random(1),
                        request -> null,
                        ServiceGuards.NONE)),
                service -> ServiceSettings.of(
                        new ServiceSettings.Times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        new ServiceSettings.Repeats(1, 0, 0, false)),
                new LinkSettings(Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
                new Forwarder.Observers(
                        new ExplainedPicks(0, () -> new Random(1), InstantSource.system()),
                        (worker, outcome) -> {},
                        () -> {},
                        (service, waiting) -> ServiceObserver.NONE),
                () -> 0,
                DefaultAddressResolverGroup.INSTANCE,
                () -> {
                    throw new AssertionError();
                },
                worker -> false);
    }

    private RouteEntry route(String id, String uri, List<String> predicates, String... filters) {
        RouteDefinition definition = new RouteDefinition();
        definition.setId(id);
        definition.setUri(URI.create(uri));
        definition.setPredicates(
                predicates.stream().map(PredicateDefinition::new).toList());
        definition.setFilters(Stream.of(filters).map(FilterDefinition::new).toList());
        return compiler.compile(definition);
    }

    private RouteTable table(@Nullable String whyAllSpring, RouteEntry... routes) {
        return new RouteTable(
                List.of(routes),
                new OwnPaths(List.of("/workers", "/admin/**")),
                new RequestMeters(meters, "-", "-"),
                whyAllSpring);
    }

    private static RequestLine line(String method, String target, String host) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), target);
        head.headers().set("Host", host);
        return new RequestLine(head);
    }

    private static String choice(RouteTable table, String method, String target, String host) {
        RouteTable.Choice choice = table.choose(line(method, target, host));
        return choice.lane() + " "
                + (choice.route() == null ? "-" : choice.route().id());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /orders, a.example, express orders",
        "GET, /orders/, a.example, express orders",
        "GET, /orders/7?x=1, a.example, express orders",
        "GET, /ordersx, a.example, express all",
        "GET, /%6frders/7, a.example, express orders",
        "GET, //orders/7, a.example, express all",
        "GET, /orders;v=1/7, a.example, express orders",
        "DELETE, /x, a.example, express writes",
        "PUT, /x, a.example, express writes",
        "GET, /x, shop.example:8080, express shop",
        "GET, /x, www.shop.example, express shop",
        "GET, /files/a.txt, a.example, express texts",
        "GET, /files/a.pdf, a.example, express all",
        "GET, /exact, a.example, express exact",
        "GET, /exact/, a.example, express exact",
        "GET, /exact/x, a.example, express all",
        "GET, /workers, a.example, spring -",
        "GET, /%77orkers, a.example, spring -",
        "GET, /admin/x, a.example, spring -",
        "GET, http://a.example/orders, a.example, spring -",
        "OPTIONS, *, a.example, express all",
        "GET, '/a\"b', a.example, express all"
    })
    void theFirstRouteThatMatchesDecides(String method, String target, String host, String choice) {
        RouteTable table = table(
                null,
                route("orders", "lb://default", List.of("Path=/orders/**")),
                route("writes", "lb://default", List.of("Method=PUT,DELETE")),
                route("shop", "lb://default", List.of("Host=shop.example,**.shop.example")),
                route("texts", "lb://default", List.of("Path=/files/*.txt")),
                route("exact", "lb://default", List.of("Path=/exact")),
                route("all", "lb://default", List.of("Path=/**")));
        assertThat(choice(table, method, target, host)).isEqualTo(choice);
    }

    @Test
    void aRouteAheadThatCannotBeDecidedHereIsSpringsUnlessItsOtherPredicatesRuleItOut() {
        RouteTable table = table(
                null,
                route("beta", "lb://default", List.of("Path=/b/**", "Header=X-Beta, true")),
                route("all", "lb://default", List.of("Path=/**")));
        assertThat(choice(table, "GET", "/b/1", "h")).isEqualTo("spring -");
        assertThat(choice(table, "GET", "/c", "h")).isEqualTo("express all");
    }

    @Test
    void aRouteMadeInCodeAheadKeepsAllInSpringsLaneAndOneBehindDoesNot() {
        RouteEntry all = route("all", "lb://default", List.of("Path=/**"));
        assertThat(choice(table(null, compiler.opaque("code"), all), "GET", "/", "h"))
                .isEqualTo("spring -");
        assertThat(choice(table(null, all, compiler.opaque("code")), "GET", "/", "h"))
                .isEqualTo("express all");
    }

    @Test
    void whereEverythingIsSpringsTheRouteIsKnownAllTheSame() {
        RouteEntry all = route("all", "lb://default", List.of("Path=/**"));
        assertThat(choice(table("web filter of the user", all), "GET", "/", "h"))
                .isEqualTo("spring all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CircuitBreaker=x | filter CircuitBreaker",
                "AddRequestHeader=X-A, {segment} | filter AddRequestHeader",
                "AddResponseHeader=X-A, b, false | filter AddResponseHeader",
                "Retry=3 | filter Retry",
                "StripPrefix=x | filter StripPrefix"
            })
    void filtersItDoesNotKnowAreLeftToSpring(String filter, String why) {
        assertThat(route("r", "lb://default", List.of("Path=/**"), filter).whySpring())
                .isEqualTo(why);
    }

    @Test
    void whatLeadsElsewhereOrHasMetadataIsSprings() {
        assertThat(route("r", "http://registry:8081", List.of("Path=/**")).whySpring())
                .contains("lb://");
        assertThat(route("r", "lb:ws://default", List.of("Path=/**")).lane()).isEqualTo(Lane.SPRING);
        RouteDefinition definition = new RouteDefinition();
        definition.setId("r");
        definition.setUri(URI.create("lb://default"));
        definition.setPredicates(List.of(new PredicateDefinition("Path=/**")));
        definition.setMetadata(Map.of("response-timeout", 10));
        assertThat(compiler.compile(definition).whySpring()).isEqualTo("metadata response-timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StripPrefix=1 | /a/b/c | /b/c",
                "StripPrefix=2 | /a/b/ | /",
                "StripPrefix=9 | /a/b | /",
                "PrefixPath=/v1 | /a | /v1/a",
                "RewritePath=/red/?(?<segment>.*), /$\\{segment} | /red/blue | /blue",
                "RewritePath=/a, /b | /a/a | /b/b"
            })
    void pathsAreEditedAsSpringCloudGatewayDoesIt(String filter, String path, String edited) {
        RouteEntry route = route("r", "lb://default", List.of("Path=/**"), filter);
        assertThat(route.whySpring()).isNull();
        assertThat(route.edits().get(0).path(path)).isEqualTo(edited);
    }

    @Test
    void argumentsMayBeWrittenByName() {
        RouteDefinition definition = new RouteDefinition();
        definition.setId("r");
        definition.setUri(URI.create("lb://default"));
        PredicateDefinition path = new PredicateDefinition();
        path.setName("Path");
        path.setArgs(Map.of("patterns", "/a,/b", "matchTrailingSlash", "false"));
        definition.setPredicates(List.of(path));
        RouteEntry route = compiler.compile(definition);
        assertThat(route.whySpring()).isNull();
        assertThat(route.mayMatch(line("GET", "/b", "h"))).isTrue();
        assertThat(route.mayMatch(line("GET", "/b/", "h"))).isFalse();
        assertThat(route.named()).isTrue();
    }
}
