package dev.equipoise.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a manifest by the models of Kubernetes. It takes both: those of the project Kubernetes find unknown and
 * missing fields and let {@code replicas: "three"} pass, those of fabric8 find wrong types and keep unknown fields aside. For
 * the kinds the former do not know, what the latter kept aside is looked for.
 */
final class Models {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("v1/ConfigMap", "V1ConfigMap"),
            Map.entry("v1/PersistentVolumeClaim", "V1PersistentVolumeClaim"),
            Map.entry("v1/Pod", "V1Pod"),
            Map.entry("v1/Secret", "V1Secret"),
            Map.entry("v1/Service", "V1Service"),
            Map.entry("v1/ServiceAccount", "V1ServiceAccount"),
            Map.entry("apps/v1/Deployment", "V1Deployment"),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", "V2HorizontalPodAutoscaler"),
            Map.entry("networking.k8s.io/v1/Ingress", "V1Ingress"),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", "V1NetworkPolicy"),
            Map.entry("policy/v1/PodDisruptionBudget", "V1PodDisruptionBudget"));

    /** Kinds that clusters learn from others. */
    private static final Set<String> CUSTOM = Set.of(
            "gateway.networking.k8s.io/v1/HTTPRoute",
            "monitoring.coreos.com/v1/PrometheusRule",
            "monitoring.coreos.com/v1/ServiceMonitor");

    private Models() {}

    static List<String> faults(JsonNode manifest) {
        List<String> faults = new ArrayList<>();
        String kind = manifest.path("apiVersion").asText() + "/" + Manifests.kind(manifest);
        String model = NAMES.get(kind);
        if (model != null) {
            strict(model, manifest, faults);
        } else if (!CUSTOM.contains(kind)) {
            faults.add("nobody here knows " + kind);
        }
        typed(manifest, faults);
        return faults;
    }

    private static void strict(String model, JsonNode manifest, List<String> faults) {
        try {
            Method validate = Class.forName("io.kubernetes.client.openapi.models." + model)
                    .getMethod("validateJsonElement", JsonElement.class);
            validate.invoke(null, JsonParser.parseString(manifest.toString()));
        } catch (InvocationTargetException e) {
            faults.add(String.valueOf(e.getCause().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(model, e);
        }
    }

    private static void typed(JsonNode manifest, List<String> faults) {
        try {
            Object object = Serialization.unmarshal(manifest.toString());
            if (object.getClass().getSimpleName().equals("GenericKubernetesResource")) {
                faults.add("there is no model of " + Manifests.kind(manifest));
            }
            unknown(object, Manifests.kind(manifest), faults);
        } catch (RuntimeException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    /** Fields that fabric8 kept aside. */
    private static void unknown(Object object, String path, List<String> faults) {
        if (object instanceof Collection<?> elements) {
            elements.forEach(element -> unknown(element, path + "[]", faults));
        } else if (object.getClass().getName().startsWith("io.fabric8.")
                && !(object instanceof Enum)
                && !object.getClass().isArray()) {
            for (Method getter : object.getClass().getMethods()) {
                Object value = value(object, getter);
                if (value instanceof Map<?, ?> extra && getter.getName().equals("getAdditionalProperties")) {
                    extra.keySet().forEach(field -> faults.add(path + " has no field " + field));
                } else if (value != null) {
                    unknown(value, path + "." + getter.getName().substring(3), faults);
                }
            }
        }
    }

    private static Object value(Object object, Method getter) {
        if (!getter.getName().startsWith("get")
                || getter.getParameterCount() > 0
                || Modifier.isStatic(getter.getModifiers())
                || getter.getReturnType().isPrimitive()) {
            return null;
        }
        try {
            return getter.invoke(object);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
