package dev.equipoise.reputation.standings;

import java.util.Locale;

/** Constants as the API spells them. */
final class StateNames {

    private StateNames() {}

    /** In lower case, with hyphens. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
