package dev.equipoise.launcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCellAndLinesEndWithoutSpaces() {
        Table table =
                new Table("WHAT", "PID", "HEALTH").row("registry", "7", "-").row("redis", "12345", "");
        assertThat(table.lines()).containsExactly("WHAT      PID    HEALTH", "registry  7      -", "redis     12345");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreHeadings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("A", "B").row("1"))
                .withMessageContaining("1 cells under 2");
    }

    @Test
    void numbersStandToTheRight() {
        assertThat(Table.ofNumbers("NAME", "MS", "N").row("a", "1.5", "100").lines())
                .containsExactly("NAME   MS    N", "a     1.5  100");
    }
}
