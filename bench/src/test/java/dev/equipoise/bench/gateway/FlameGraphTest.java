package dev.equipoise.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlameGraphTest {

    private final FlameGraph flames = new FlameGraph();

    @Test
    void boxesAreAsWideAsTheirShare() {
        flames.add(List.of("a.Loop.run", "a.Codec.read"));
        flames.add(List.of("a.Loop.run", "a.Codec.read"));
        flames.add(List.of("a.Loop.run", "a.Codec.write"));
        flames.add(List.of("a.Timer.run"));

        String svg = flames.svg("a title");

        assertThat(flames.samples()).isEqualTo(4);
        assertThat(svg)
                .contains("<title>a.Loop.run 75.0 %</title><rect x=\"0.0\"", "width=\"899.7\"")
                .contains("<title>a.Codec.write 25.0 %</title><rect x=\"600.0\"")
                .contains("<title>a.Timer.run 25.0 %</title><rect x=\"900.0\"");
    }

    @Test
    void namesAreEscaped() {
        flames.add(List.of("a.Loop.<init>"));

        assertThat(flames.svg("a & b")).contains("a &amp; b", "a.Loop.&lt;init&gt; 100.0 %");
    }

    @Test
    void whatWouldNotBeSeenIsLeftOut() {
        for (int i = 0; i < 10_000; i++) {
            flames.add(List.of("a.Loop.run", i == 0 ? "a.Rare.run" : "a.Often.run"));
        }

        assertThat(flames.svg("")).contains("a.Often.run 100.0 %").doesNotContain("a.Rare");
    }

    @Test
    void timeInTheJdkCountsForWhoCalledIt() {
        assertThat(Part.of(List.of("reactor.core.Mono.subscribe", "dev.equipoise.core.policy.Adaptive.pick")))
                .isEqualTo(Part.CHOICE);
        assertThat(Part.of(List.of("io.netty.handler.codec.http.HttpObjectDecoder.decode", "java.util.ArrayList.add")))
                .isEqualTo(Part.CODEC);
        assertThat(Part.of(List.of("java.lang.Thread.run"))).isEqualTo(Part.REST);
    }
}
