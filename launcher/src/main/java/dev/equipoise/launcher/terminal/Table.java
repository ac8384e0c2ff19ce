package dev.equipoise.launcher.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns of text, each as wide as its widest cell, two spaces apart. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    private final boolean numbers;

    public Table(String... headings) {
        this(false, headings);
    }

    private Table(boolean numbers, String... headings) {
        this.numbers = numbers;
        rows.add(List.of(headings));
    }

    /** All columns but the first are numbers: they stand to the right. */
    public static Table ofNumbers(String... headings) {
        return new Table(true, headings);
    }

    /** @throws IllegalArgumentException if there are more or fewer cells than headings */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells under " + rows.get(0).size() + " headings");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines of the table, without trailing spaces. */
    public List<String> lines() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> cell(row.get(column), widths[column], numbers && column > 0))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String cell(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }
}
