package dev.equipoise.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.Network;
import dev.equipoise.gateway.forwarded.TrustedProxies;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class ClientAddressesTest {

    private final ClientAddresses addresses = new ClientAddresses(
            List.of(Network.parse("192.0.2.0/24")),
            new TrustedProxies(List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")), null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer | X-Forwarded-For | subject
                "198.51.100.7 | - | 198.51.100.7",
                "198.51.100.7 | 203.0.113.9 | 198.51.100.7",
                "192.0.2.1 | - | -",
                "10.1.1.1 | 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | 203.0.113.9, 10.2.2.2 | 203.0.113.9",
                "10.1.1.1 | 6.6.6.6, 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | 192.0.2.7 | -",
                "10.1.1.1 | - | -",
                "10.1.1.1 | 10.2.2.2 | -",
                "10.1.1.1 | 6.6.6.6, unknown | -",
                "10.1.1.1 | 6.6.6.6, localhost | -",
                "10.1.1.1 | 203.0.113.9:4711 | 203.0.113.9",
                "10.1.1.1 | [2001:db8:1:2:3:4:5:6]:80 | 2001:db8:1:2::/64",
                "2001:db8:1:2:3:4:5:6 | - | 2001:db8:1:2::/64",
                "fd00::1 | 2001:db8::1 | 2001:db8:0:0::/64",
                "::ffff:198.51.100.7 | - | 198.51.100.7"
            })
    void theClientIsThePeerOrWhomATrustedProxyNames(String peer, String forwarded, String subject) throws Exception {
        HttpHeaders headers = new HttpHeaders();
        if (forwarded != null) {
            headers.set("X-Forwarded-For", forwarded);
        }
        assertThat(addresses.of(InetAddress.getByName(peer), headers::getOrEmpty))
                .isEqualTo(subject);
    }

    @Test
    void manyHopsAreNotFollowedForEver() throws Exception {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Forwarded-For", "203.0.113.9" + ", 10.0.0.1".repeat(1000));
        assertThat(addresses.of(InetAddress.getByName("10.1.1.1"), headers::getOrEmpty))
                .isNull();
    }

    @Test
    void aConnectionWithoutARequestIsChargedToItsPeerButNotToAProxy() throws UnknownHostException {
        assertThat(addresses.of(InetAddress.getByName("198.51.100.7"))).isEqualTo("198.51.100.7");
        assertThat(addresses.of(InetAddress.getByName("10.1.1.1"))).isNull();
    }
}
