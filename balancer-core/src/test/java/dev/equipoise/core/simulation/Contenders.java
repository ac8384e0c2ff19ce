package dev.equipoise.core.simulation;

import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who can be simulated: the oracles and all policies. */
public final class Contenders {

    private Contenders() {}

    /** The oracles first, then the policies in alphabetical order. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Oracle oracle : Oracle.values()) {
            names.add(oracle.contender);
        }
        names.addAll(LoadBalancingPolicies.names());
        return List.copyOf(names);
    }

    /** The oracle of this name; null if it is none. */
    static @Nullable Oracle oracle(String name) {
        for (Oracle oracle : Oracle.values()) {
            if (oracle.contender.equals(name)) {
                return oracle;
            }
        }
        return null;
    }
}
