package dev.equipoise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {

    @Test
    void everyRowHasAsManyCellsAsTheHead() {
        MarkdownTable table = new MarkdownTable(List.of("who", "ms")).row(List.of("me", "7"));

        assertThat(table).hasToString("| who | ms |\n| --- | ---: |\n| me | 7 |\n");
        assertThatThrownBy(() -> table.row(List.of("you"))).isInstanceOf(IllegalArgumentException.class);
    }
}
