package dev.equipoise.gateway.forwarded;

import dev.equipoise.core.registration.Network;
import dev.equipoise.gateway.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;

/** Lists of networks in the configuration. */
public final class Networks {

    private Networks() {}

    /** @throws InvalidSettingException if one of them is none, naming the property */
    public static List<Network> parse(List<String> texts, String property) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            try {
                networks.add(Network.parse(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingException(property, "In " + property + ": " + e.getMessage() + ".");
            }
        }
        return networks;
    }
}
