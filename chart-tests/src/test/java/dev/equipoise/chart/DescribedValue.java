package dev.equipoise.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of the chart with the sentence above it.
 *
 * @param path such as {@code gateway.replicas}
 * @param sentence what it is
 * @param text its default as YAML, in one line
 */
record DescribedValue(String path, String sentence, String text) {

    private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]\\w*):(?: (.*))?");

    /** In the order of the file; whatever is deeper than a described value belongs to it. */
    static List<DescribedValue> in(String yaml) {
        List<DescribedValue> values = new ArrayList<>();
        List<String> path = new ArrayList<>();
        String sentence = null;
        int described = Integer.MAX_VALUE;
        for (String line : yaml.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (comment.matches()) {
                sentence = comment.group(1);
            } else if (key.matches()) {
                int depth = key.group(1).length() / 2;
                if (depth <= described) {
                    path.subList(depth, path.size()).clear();
                    path.add(key.group(2));
                    described = Integer.MAX_VALUE;
                    if (sentence != null) {
                        values.add(new DescribedValue(String.join(".", path), sentence, text(key.group(3))));
                        described = depth;
                    }
                } else {
                    append(values, line.strip());
                }
                sentence = null;
            } else {
                if (!line.isBlank()) {
                    append(values, line.strip());
                }
                sentence = null;
            }
        }
        return values;
    }

    private static String text(String yaml) {
        return yaml == null ? "" : yaml;
    }

    private static void append(List<DescribedValue> values, String line) {
        DescribedValue last = values.remove(values.size() - 1);
        values.add(new DescribedValue(last.path, last.sentence, (last.text + " " + line).strip()));
    }

    String row() {
        return "| `" + path + "` | `" + text.replace("|", "\\|") + "` | " + sentence + " |";
    }
}
