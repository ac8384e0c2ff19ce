package dev.equipoise.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Which properties there are: ours by binding them to our records, those of Spring by their metadata. */
final class SpringProperties {

    /** Of Spring's metadata, name to type. */
    private static final Map<String, String> METADATA = metadata();

    private static final Map<String, List<Class<?>>> RECORDS = new ConcurrentHashMap<>();

    private SpringProperties() {}

    /**
     * The names below {@code equipoise} that bind to one of our records, as the service itself would bind them.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException if a value is of the wrong type
     */
    static Set<String> bound(ConfigurationPropertySource source, String... packages) {
        Set<String> bound = new HashSet<>();
        Binder binder = new Binder(source);
        BindHandler recording = new AbstractBindHandler() {
            @Override
            public Object onSuccess(
                    ConfigurationPropertyName property, Bindable<?> target, BindContext context, Object result) {
                bound.add(property.toString());
                return result;
            }
        };
        for (String name : packages) {
            for (Class<?> type : RECORDS.computeIfAbsent(name, SpringProperties::records)) {
                binder.bind(type.getAnnotation(ConfigurationProperties.class).value(), Bindable.of(type), recording);
            }
        }
        return bound;
    }

    private static List<Class<?>> records(String packageName) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Class<?>> records = new ArrayList<>();
        for (var candidate : scanner.findCandidateComponents(packageName)) {
            records.add(ClassUtils.resolveClassName(
                    String.valueOf(candidate.getBeanClassName()), SpringProperties.class.getClassLoader()));
        }
        return records;
    }

    /** Whether Spring knows the property, or a map or list that holds it. */
    static boolean isSprings(String property) {
        String name = property.replaceAll("\\[\\d+]", "");
        if (METADATA.containsKey(name)) {
            return true;
        }
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            String type = METADATA.getOrDefault(name.substring(0, dot), "");
            if (type.startsWith("java.util.Map") || type.startsWith("java.util.List")) {
                return true;
            }
        }
        return false;
    }

    static boolean isSpringsVariable(String variable) {
        return METADATA.keySet().stream().anyMatch(name -> variable(name).equals(variable));
    }

    /** As Spring Boot spells a property in the environment. */
    static String variable(String property) {
        return property.replace("-", "")
                .replaceAll("[.\\[]", "_")
                .replace("]", "")
                .toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        try {
            for (String file : Set.of("spring-configuration-metadata", "additional-spring-configuration-metadata")) {
                for (URL url : Collections.list(
                        SpringProperties.class.getClassLoader().getResources("META-INF/" + file + ".json"))) {
                    try (InputStream in = url.openStream()) {
                        for (JsonNode property : Manifests.JSON.readTree(in).path("properties")) {
                            metadata.put(
                                    property.get("name").asText(),
                                    property.path("type").asText());
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return metadata;
    }
}
