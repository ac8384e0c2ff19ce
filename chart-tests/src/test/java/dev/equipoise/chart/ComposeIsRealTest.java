package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What compose.yaml says, held against our services, as the chart is. */
class ComposeIsRealTest {

    private static final Pattern FILE = Pattern.compile("/run/secrets/([\\w.-]+)");
    private static final Pattern HOST = Pattern.compile("(?:http://|redis\\.host=)([a-z]+)");

    private static final Map<String, Object> COMPOSE =
            new Yaml(new SafeConstructor(new LoaderOptions())).load(Chart.read("compose.yaml"));

    @ParameterizedTest
    @MethodSource("ours")
    void everyPropertyIsOneTheServiceHas(String name) {
        Properties properties = new Properties();
        for (String argument : command(name)) {
            assertThat(argument).startsWith("--").contains("=");
            int equals = argument.indexOf('=');
            properties.setProperty(argument.substring(2, equals), argument.substring(equals + 1));
        }
        Set<String> bound = SpringProperties.bound(
                new MapConfigurationPropertySource(properties),
                Objects.requireNonNull(ConfigurationIsRealTest.PACKAGES.get(name.replaceFirst("-\\d$", ""))));

        assertThat(properties.stringPropertyNames())
                .allSatisfy(property -> assertThat(
                                property.startsWith("equipoise.")
                                        ? bound.contains(property)
                                        : SpringProperties.isSprings(property))
                        .as(property)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyContainerIsConfinedAndLimited(String name) {
        Map<String, Object> service = service(name);

        assertThat(service)
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .containsKeys("mem_limit", "cpus", "pids_limit", "stop_grace_period");
        assertThat(strings(service.get("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void filesOfSecretsAreMountedAndDeclared(String name) {
        Set<String> mounted = new HashSet<>();
        for (Object secret : (List<?>) Objects.requireNonNull(service(name).get("secrets"))) {
            String source = secret instanceof Map<?, ?> map ? (String) map.get("source") : (String) secret;
            mounted.add(secret instanceof Map<?, ?> map ? (String) map.get("target") : source);
            assertThat(map(COMPOSE.get("secrets"))).containsKey(source);
        }

        assertThat(found(FILE, command(name))).isSubsetOf(mounted);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void whoeverIsCalledIsInTheSameNetwork(String name) {
        for (String host : found(HOST, command(name))) {
            assertThat(strings(service(name).get("networks")))
                    .as("%s calls %s", name, host)
                    .containsAnyElementsOf(strings(service(host).get("networks")));
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void healthIsAskedWithoutAShell(String name) {
        List<String> test = strings(map(service(name).get("healthcheck")).get("test"));

        assertThat(test).startsWith("CMD").contains("Health", "/actuator/health/readiness");
    }

    @ParameterizedTest
    @MethodSource("withoutRedis")
    void whoNeedsNoRedisIsNotWhereItIs(String name) {
        assertThat(strings(service(name).get("networks")))
                .doesNotContainAnyElementsOf(strings(service("redis").get("networks")));
    }

    static Stream<String> all() {
        return map(COMPOSE.get("services")).keySet().stream();
    }

    static Stream<String> ours() {
        return all().filter(name -> !name.equals("redis"));
    }

    static Stream<String> withoutRedis() {
        return all().filter(name -> name.startsWith("worker") || name.equals("console"));
    }

    private static List<String> command(String name) {
        return strings(service(name).get("command"));
    }

    private static Map<String, Object> service(String name) {
        return map(map(COMPOSE.get("services")).get(name));
    }

    private static Set<String> found(Pattern pattern, List<String> texts) {
        Set<String> found = new HashSet<>();
        for (String text : texts) {
            for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static List<String> strings(Object list) {
        return list == null
                ? List.of()
                : ((List<?>) list).stream().map(String::valueOf).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
