package dev.equipoise.gateway.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The page of properties names each property there is, and none that there is not. */
class DocumentedPropertiesTest {

    private static final String ROOT = "dev.equipoise.gateway";
    private static final Pattern ROW = Pattern.compile("^\\| `(equipoise\\.[^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void thePageNamesEachPropertyAndNoOther() throws Exception {
        Set<String> documented = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/gateway.md")));
        while (rows.find()) {
            assertThat(documented.add(rows.group(1))).as(rows.group(1)).isTrue();
        }
        assertThat(documented).containsExactlyElementsOf(properties());
    }

    private static Set<String> properties() throws ClassNotFoundException {
        Set<String> names = new TreeSet<>();
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var candidate : scanner.findCandidateComponents(ROOT)) {
            Class<?> type = Class.forName(candidate.getBeanClassName());
            addAll(type.getAnnotation(ConfigurationProperties.class).value(), type, names);
        }
        return names;
    }

    private static void addAll(String prefix, Class<?> record, Set<String> names) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = component.getType();
            if (type == Map.class) {
                Class<?> value =
                        ResolvableType.forType(component.getGenericType()).resolveGeneric(1);
                addAll(name + ".<name>", value, names);
            } else if (type.isRecord() && type.getName().startsWith(ROOT)) {
                addAll(name, type, names);
            } else {
                names.add(name);
            }
        }
    }
}
