package dev.equipoise.client;

import java.net.URI;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The application is a client if it says so, and by default if it knows a registry, be it as a worker. */
final class OnFleetClient extends SpringBootCondition {

    private static final List<String> PROPERTIES =
            List.of("equipoise.client.registry-url", "equipoise.worker.registry-url");

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean enabled = Binder.get(context.getEnvironment())
                .bind("equipoise.client.enabled", Boolean.class)
                .orElseGet(() -> !registries(context.getEnvironment()).isEmpty());
        return new ConditionOutcome(
                enabled,
                ConditionMessage.forCondition("Equipoise client")
                        .because(enabled ? "enabled or registry-url set" : "not enabled or no registry-url"));
    }

    /** The registries of the client, or else those of the worker; empty if neither names one. */
    static List<URI> registries(Environment environment) {
        return PROPERTIES.stream()
                .map(property -> Binder.get(environment)
                        .bind(property, Bindable.listOf(String.class))
                        .orElseGet(List::of))
                .map(texts -> texts.stream().filter(text -> !text.isBlank()).toList())
                .filter(texts -> !texts.isEmpty())
                .findFirst()
                .orElseGet(List::of)
                .stream()
                .map(text -> URI.create(text.strip()))
                .toList();
    }
}
