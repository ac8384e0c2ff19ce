package dev.equipoise.bench;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown: the first column to the left, all others, which are figures, to the right. */
public final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();
    private final int columns;

    public MarkdownTable(List<String> head) {
        columns = head.size();
        line(head);
        List<String> rule = new ArrayList<>();
        rule.add("---");
        while (rule.size() < columns) {
            rule.add("---:");
        }
        line(rule);
    }

    /**
     * Adds a row at the end.
     *
     * @throws IllegalArgumentException if the row has more or fewer cells than the head
     */
    public MarkdownTable row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells in a table of " + columns);
        }
        line(cells);
        return this;
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
