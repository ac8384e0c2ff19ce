package dev.equipoise.gateway.fleet;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds unless a fixed fleet is configured, in whatever form lists can be written. */
public final class FollowsRegistry implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind("equipoise.gateway.static-workers", Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
    }
}
