package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Latencies;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class CcdfPlotTest {

    @Test
    void thereIsALineForEveryoneAndTheLastIsDashed() throws Exception {
        Map<String, Latencies> lines = new LinkedHashMap<>();
        lines.put("one", Latencies.of(new long[] {5_000_000, 20_000_000, 900_000_000}));
        lines.put("best", Latencies.of(new long[] {4_000_000, 10_000_000, 90_000_000}));

        String svg = CcdfPlot.of("75 % load", lines);

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(svg).contains("one", "best", "75 % load").doesNotContain("NaN", "Infinity");
        assertThat(document.getElementsByTagName("polyline")
                        .item(1)
                        .getAttributes()
                        .getNamedItem("stroke-dasharray"))
                .isNotNull();
    }
}
