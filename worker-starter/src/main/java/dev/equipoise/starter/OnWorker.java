package dev.equipoise.starter;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The application is a worker if it says so, and by default if it names a registry. */
final class OnWorker extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Binder binder = Binder.get(context.getEnvironment());
        boolean registry = !binder.bind("equipoise.worker.registry-url", Bindable.listOf(String.class))
                .map(urls -> urls.stream().allMatch(String::isBlank))
                .orElse(true);
        boolean enabled = binder.bind("equipoise.worker.enabled", Boolean.class).orElse(registry);
        return new ConditionOutcome(
                enabled,
                ConditionMessage.forCondition("Equipoise worker")
                        .because(enabled ? "enabled or registry-url set" : "not enabled or no registry-url"));
    }
}
