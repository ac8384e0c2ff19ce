package dev.equipoise.gateway.reputation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param mode what this gateway does with the standings of workers */
@ConfigurationProperties("equipoise.reputation")
public record ReputationProperties(@DefaultValue("on") Mode mode) {

    /** What is done with standings. */
    public enum Mode {
        /** They are followed, shown, and decide who gets how much. */
        ON,
        /** They are followed and shown, and nothing acts on them. */
        OBSERVE,
        /** Nobody asks for them. */
        OFF
    }
}
