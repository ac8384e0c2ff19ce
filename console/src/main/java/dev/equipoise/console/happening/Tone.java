package dev.equipoise.console.happening;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a thing is to be taken: the page has a colour and a sign for each. The worst is last. */
public enum Tone {
    OK,
    INFO,
    OFF,
    WARN,
    BAD;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
