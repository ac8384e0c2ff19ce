package dev.equipoise.console.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewaysTest {

    private List<String> addresses = List.of("10.0.0.1");
    private long now;
    private int lookups;

    @Test
    void aNameWithSeveralAddressesIsSeveralGateways() {
        Gateways gateways = gateways("http://gateways.ns.svc:8090/");
        addresses = List.of("10.0.0.1", "10.0.0.2");

        assertThat(gateways.all()).extracting(Peer::name).containsExactly("gateway 10.0.0.1", "gateway 10.0.0.2");
        assertThat(gateways.all())
                .extracting(Peer::base)
                .containsExactly(URI.create("http://10.0.0.1:8090"), URI.create("http://10.0.0.2:8090"));
    }

    @Test
    void oneAddressIsItsName() {
        assertThat(gateways("http://gateway:8090").all())
                .containsExactly(new Peer("gateway", "gateway", URI.create("http://gateway:8090")));
    }

    @Test
    void bothVersionsOfIpAreOneGatewayAndSoAreThoseOfThisMachine() {
        addresses = List.of("10.0.0.1", "fd00::1");
        assertThat(gateways("http://gateway:8090").all()).extracting(Peer::name).containsExactly("gateway");

        addresses = List.of("127.0.0.1", "127.0.1.1");
        assertThat(gateways("http://localhost:8090").all())
                .extracting(Peer::name)
                .containsExactly("gateway");

        addresses = List.of("fd00::1", "fd00::2");
        assertThat(gateways("http://gateway:8090").all().get(1).base())
                .isEqualTo(URI.create("http://[fd00:0:0:0:0:0:0:2]:8090"));
    }

    @Test
    void certificatesAreForNames() {
        addresses = List.of("10.0.0.1", "10.0.0.2");

        assertThat(gateways("https://gateway:8090").all())
                .extracting(Peer::name)
                .containsExactly("gateway");
    }

    @Test
    void namesAreLookedUpNowAndThenAndAFailureChangesNothing() {
        Gateways gateways = gateways("http://gateway:8090");
        addresses = List.of("10.0.0.1", "10.0.0.2");
        assertThat(gateways.all()).hasSize(2);

        addresses = List.of();
        now += Gateways.FRESH_MS - 1;
        gateways.all();
        assertThat(lookups).isEqualTo(1);
        now++;
        assertThat(gateways.all()).as("nobody knows the name any more").hasSize(2);
        assertThat(lookups).isEqualTo(2);

        addresses = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
        now += Gateways.FRESH_MS;
        assertThat(gateways.all()).hasSize(3);
    }

    private Gateways gateways(String base) {
        return new Gateways(List.of(URI.create(base)), this::lookup, () -> Instant.ofEpochMilli(now));
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        lookups++;
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return Stream.of(addresses.toArray(String[]::new))
                .map(GatewaysTest::literal)
                .toArray(InetAddress[]::new);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
