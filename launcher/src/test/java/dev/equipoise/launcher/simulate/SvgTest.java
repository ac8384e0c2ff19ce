package dev.equipoise.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.launcher.simulate.Svg.Anchor;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SvgTest {

    @Test
    void whateverANameHoldsThePictureIsWellFormed() throws Exception {
        String name = "a < b & \"c\" > \u0000 \uFFFF \uD800 ü 東";
        Svg svg = new Svg(100, 50, name)
                .text(1, 2, name, Anchor.MIDDLE, 12, Svg.INK)
                .heading(1, 2, name, 14)
                .line(0, 0, 1, 1, Svg.GRID, 0.5)
                .dot(1, 1, 2, Svg.BLUE)
                .rectangle(0, 0, 1, 1, Svg.GOLD)
                .area(new double[] {0, 1, 2}, new double[] {0, 1, 0}, Svg.SKY)
                .path(new double[] {0, 1.25}, new double[] {0, 1}, Svg.PINK, 1);
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg.toString())))
                .getDocumentElement();
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 100 50");
        assertThat(root.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a < b & \"c\" > ? ? ? ü 東");
        assertThat(root.getElementsByTagName("polyline").getLength()).isEqualTo(1);
        assertThat(((Element) root.getElementsByTagName("text").item(0)).getAttribute("text-anchor"))
                .isEqualTo("middle");
    }
}
