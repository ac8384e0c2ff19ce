package dev.equipoise.gateway.clients;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds unless the mode is off, in whatever form that can be written: YAML makes a boolean of it. */
final class ClientsAreWatched implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                        .bind("equipoise.clients.mode", ClientsProperties.Mode.class)
                        .orElse(ClientsProperties.Mode.OBSERVE)
                != ClientsProperties.Mode.OFF;
    }
}
