package dev.equipoise.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.starter.WorkerIdentity.Serving;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerIdentityTests {

    private static final String LOOPBACK_REGISTRY = "http://127.0.0.1:8081";

    @Test
    void isWhereTheRegistryIsReachedFromOnThePortInUse() throws Exception {
        Claims claims = identity(Map.of(), "", serving(null, 9001)).claims();

        assertThat(claims.address()).isEqualTo(URI.create("http://127.0.0.1:9001"));
        assertThat(claims.id()).isEqualTo("default-127-0-0-1-9001");
    }

    @Test
    void looksForTheWayToTheNextRegistryIfANameDoesNotResolve() throws Exception {
        Claims claims = identity(
                        Map.of("registry-url", "http://registry.invalid," + LOOPBACK_REGISTRY), "", serving(null, 9001))
                .claims();

        assertThat(claims.address().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void doesNotKnowItsAddressWhileNoRegistryResolves() {
        WorkerIdentity identity = identity(Map.of("registry-url", "http://registry.invalid"), "", serving(null, 9001));

        assertThatIOException().isThrownBy(identity::claims).withMessageContaining("registry.invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,  http://10.1.2.3:9001,          default-10-1-2-3-9001",
        "0.0.0.0,   http://127.0.0.1:9001,         default-127-0-0-1-9001",
        "::1,       'http://[0:0:0:0:0:0:0:1]:9001', default-0-0-0-0-0-0-0-1-9001",
        "fe80::1%1, 'http://[fe80:0:0:0:0:0:0:1]:9001', default-fe80-0-0-0-0-0-0-1-9001",
    })
    void isWhereTheServerIsBoundTo(String bound, URI address, String id) throws Exception {
        Claims claims = identity(Map.of(), "", serving(InetAddress.getByName(bound), 9001))
                .claims();

        assertThat(claims.address()).isEqualTo(address);
        assertThat(claims.id()).isEqualTo(id);
    }

    @Test
    void speaksTheServersScheme() throws Exception {
        Claims claims =
                identity(Map.of(), "", new Serving("https", null, () -> 8443)).claims();

        assertThat(claims.address()).isEqualTo(URI.create("https://127.0.0.1:8443"));
    }

    @ParameterizedTest
    @CsvSource({
        "shop,           shop-127-0-0-1-9001",
        "My Shop (v2)!,  my-shop-v2-127-0-0-1-9001",
        "_x,             x-127-0-0-1-9001",
        "???,            worker-127-0-0-1-9001",
    })
    void isNamedAfterTheApplication(String application, String id) throws Exception {
        assertThat(identity(Map.of(), application, serving(null, 9001)).claims().id())
                .isEqualTo(id);
    }

    @Test
    void cutsALongName() throws Exception {
        assertThat(identity(Map.of(), "x".repeat(200), serving(null, 9001))
                        .claims()
                        .id())
                .isEqualTo("x".repeat(64) + "-127-0-0-1-9001");
    }

    @Test
    void isWhatThePropertiesSay() throws Exception {
        WorkerIdentity identity = identity(
                Map.of(
                        "id", "demo-7",
                        "address", "http://localhost:7777",
                        "service", "orders, default",
                        "zone", "a",
                        "weight", "3",
                        "capacity.max-connections", "64",
                        "metadata.version", "9"),
                "shop",
                serving(InetAddress.getByName("10.1.2.3"), 9001));

        Claims claims = identity.claims();

        assertThat(claims.id()).isEqualTo("demo-7");
        assertThat(claims.address()).isEqualTo(URI.create("http://localhost:7777"));
        assertThat(claims.services()).containsExactlyInAnyOrder("orders", "default");
        assertThat(claims.zone()).isEqualTo("a");
        assertThat(claims.weight()).isEqualTo(3);
        assertThat(claims.capacity()).isEqualTo(new Capacity(64, 0));
        assertThat(claims.metadata()).containsExactly(Map.entry("version", "9"));
        assertThat(identity.hasAddress()).isTrue();
    }

    @Test
    void takesBlankForNotSaid() throws Exception {
        Claims claims = identity(Map.of("id", "", "address", "", "zone", ""), "shop", serving(null, 9001))
                .claims();

        assertThat(claims.id()).isEqualTo("shop-127-0-0-1-9001");
    }

    @Test
    void hasNoAddressWithoutServer() {
        assertThat(identity(Map.of(), "", serving(null, -1)).hasAddress()).isFalse();
    }

    private static Serving serving(@Nullable InetAddress bound, int port) {
        return new Serving("http", bound, () -> port);
    }

    private static WorkerIdentity identity(Map<String, String> set, String application, Serving serving) {
        Map<String, String> properties = new HashMap<>(Map.of("equipoise.worker.registry-url", LOOPBACK_REGISTRY));
        set.forEach((name, value) -> properties.put("equipoise.worker." + name, value));
        return new WorkerIdentity(
                new Binder(new MapConfigurationPropertySource(properties))
                        .bind("equipoise.worker", WorkerProperties.class)
                        .get(),
                application,
                serving);
    }
}
