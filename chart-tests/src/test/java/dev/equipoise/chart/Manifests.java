package dev.equipoise.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a rendering made, in its order. */
record Manifests(List<JsonNode> all) {

    static final ObjectMapper JSON = new ObjectMapper();

    Manifests {
        all = List.copyOf(all);
    }

    static Manifests parse(String rendered) {
        List<JsonNode> all = new ArrayList<>();
        for (Object document : Chart.yaml().loadAll(rendered)) {
            if (document != null) {
                all.add(JSON.valueToTree(document));
            }
        }
        return new Manifests(all);
    }

    Stream<JsonNode> kind(String kind) {
        return all.stream().filter(manifest -> kind(manifest).equals(kind));
    }

    boolean has(String kind, String name) {
        return kind(kind).anyMatch(manifest -> name(manifest).equals(name));
    }

    JsonNode get(String kind, String name) {
        return kind(kind)
                .filter(manifest -> name(manifest).equals(name))
                .findAny()
                .orElseThrow(() -> new NoSuchElementException(kind + " " + name));
    }

    /** Of Deployments and of pods on their own: with metadata and spec. */
    Stream<JsonNode> pods() {
        return Stream.concat(kind("Deployment").map(deployment -> deployment.at("/spec/template")), kind("Pod"));
    }

    /** The pod of a component, such as {@code gateway}. */
    JsonNode pod(String component) {
        return pods().filter(
                        pod -> labels(pod).get("app.kubernetes.io/component").equals(component))
                .findAny()
                .orElseThrow(() -> new NoSuchElementException("a pod " + component));
    }

    boolean hasPod(String component) {
        return pods().anyMatch(
                        pod -> labels(pod).get("app.kubernetes.io/component").equals(component));
    }

    /** The Spring properties of a component, as written. */
    String application(String component) {
        return kind("ConfigMap")
                .filter(map -> labels(map).get("app.kubernetes.io/component").equals(component))
                .findAny()
                .orElseThrow(() -> new NoSuchElementException("the configuration of the " + component))
                .at("/data/application.yaml")
                .asText();
    }

    /** Of a Secret, decoded. */
    static Map<String, String> secrets(JsonNode secret) {
        Map<String, String> values = new TreeMap<>();
        secret.get("data")
                .properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        new String(Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8)));
        return values;
    }

    static String kind(JsonNode manifest) {
        return manifest.path("kind").asText();
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    static Map<String, String> labels(JsonNode manifest) {
        return texts(manifest.at("/metadata/labels"));
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** Containers of a pod, those of its initialisation first. */
    static List<JsonNode> containers(JsonNode pod) {
        return Stream.concat(stream(pod.at("/spec/initContainers")), stream(pod.at("/spec/containers")))
                .toList();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
