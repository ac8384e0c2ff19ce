package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a filter changes of a target is changed, in a form that every URI may have; what it leaves arrives as it was sent. */
@ParameterizedClass
@MethodSource("dev.equipoise.gateway.behaviour.Lane#tried")
class RewrittenTargetsIT {

    private static final String ROUTES = "--spring.cloud.gateway.server.webflux.routes";

    private static Rig opened;

    @Parameter
    Lane lane;

    @BeforeParameterizedClassInvocation
    static void open(Lane lane) {
        opened = Rig.open(
                lane,
                ROUTES + "[0].id=cut",
                ROUTES + "[0].uri=lb://default",
                ROUTES + "[0].predicates[0]=Path=/cut/**",
                ROUTES + "[0].filters[0]=StripPrefix=1",
                ROUTES + "[1].id=red",
                ROUTES + "[1].uri=lb://default",
                ROUTES + "[1].predicates[0]=Path=/red/**",
                ROUTES + "[1].filters[0]=RewritePath=/red/(?<rest>.*), /blue/$\\{rest}",
                ROUTES + "[2].id=more",
                ROUTES + "[2].uri=lb://default",
                ROUTES + "[2].predicates[0]=Path=/more/**",
                ROUTES + "[2].filters[0]=AddRequestParameter=x, 1",
                ROUTES + "[3].id=all",
                ROUTES + "[3].uri=lb://default",
                ROUTES + "[3].predicates[0]=Path=/**",
                ROUTES + "[3].filters[0]=AddRequestHeader=X-Added, in");
    }

    @AfterParameterizedClassInvocation
    static void close() throws IOException {
        opened.close();
    }

    @BeforeEach
    void begin() throws Exception {
        Rig.await("the gateway to reach its worker", () -> {
            try (RawClient client = opened.client()) {
                return client.get("/ready").answer().status() == 200;
            }
        });
        opened.worker().forget();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "/cut/a?b=2&a=1&b=1&q={b}|c /a?b=2&a=1&b=1&q={b}|c",
                "/cut/a%2fb?&& /a%2fb?&&",
                "/cut/a\"b?q=\" /a%22b?q=\"",
                "/cut/caf\u00e9?q=\u00e9 /caf%E9?q=\u00e9",
                "/red/a/b?q=% /blue/a/b?q=%",
                "/red/100%?q=% /blue/100%25?q=%",
                "/more/a?q=% /more/a?q=%25&x=1",
                "/more/a\"b /more/a\"b?x=1",
                "/other/a\"b?&&q=% /other/a\"b?&&q=%"
            })
    void whatAFilterLeavesArrivesAsItWas(String asked, String expected) throws Exception {
        try (RawClient client = opened.client()) {
            RawClient.Answer answer = client.get(asked).answer();
            assertThat(opened.worker().targets())
                    .as("lane %s, after %s", lane, answer.text())
                    .containsExactly(expected);
        }
    }
}
