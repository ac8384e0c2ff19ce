package dev.equipoise.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the network policies let through, by the rules of Kubernetes: a connection needs the word of its source and of its
 * destination; a pod that no policy selects may do anything.
 */
final class Network {

    private final List<JsonNode> policies;

    Network(Manifests manifests) {
        this.policies = manifests.kind("NetworkPolicy").toList();
    }

    /**
     * Somebody in the network.
     *
     * @param namespace labels of its namespace; empty for the release's own
     * @param ports named ports it has
     */
    record Party(Map<String, String> labels, Map<String, String> namespace, String ip, Map<String, Integer> ports) {

        /** A pod of ours. */
        static Party of(Manifests manifests, String component) {
            JsonNode pod = manifests.pod(component);
            Map<String, Integer> ports = new TreeMap<>();
            Manifests.containers(pod)
                    .forEach(container -> container
                            .path("ports")
                            .forEach(port -> ports.put(
                                    port.get("name").asText(),
                                    port.get("containerPort").asInt())));
            return new Party(Manifests.labels(pod), Map.of(), "10.1.0.1", ports);
        }

        static Party elsewhere(String ip, Map<String, String> namespace) {
            return new Party(Map.of(), namespace, ip, Map.of());
        }
    }

    boolean lets(Party from, Party to, int port) {
        return speaks(from, "Egress", "egress", "to", to, to, port)
                && speaks(to, "Ingress", "ingress", "from", from, to, port);
    }

    private boolean speaks(Party whose, String type, String rules, String peers, Party other, Party to, int port) {
        List<JsonNode> own = policies.stream()
                .filter(policy -> whose.namespace().isEmpty()
                        && selects(policy.at("/spec/podSelector"), whose.labels())
                        && Manifests.stream(policy.at("/spec/policyTypes"))
                                .anyMatch(t -> t.asText().equals(type)))
                .toList();
        return own.isEmpty()
                || own.stream()
                        .flatMap(policy -> Manifests.stream(policy.at("/spec/" + rules)))
                        .anyMatch(rule -> ofPeer(rule.path(peers), other) && ofPort(rule.path("ports"), to, port));
    }

    private static boolean ofPeer(JsonNode peers, Party party) {
        return peers.isMissingNode()
                || Manifests.stream(peers).anyMatch(peer -> {
                    if (peer.has("ipBlock")) {
                        return within(peer.at("/ipBlock/cidr").asText(), party.ip())
                                && Manifests.stream(peer.at("/ipBlock/except"))
                                        .noneMatch(except -> within(except.asText(), party.ip()));
                    }
                    boolean namespace = peer.has("namespaceSelector")
                            ? selects(peer.get("namespaceSelector"), party.namespace())
                            : party.namespace().isEmpty();
                    return namespace && selects(peer.path("podSelector"), party.labels());
                });
    }

    private static boolean ofPort(JsonNode ports, Party to, int port) {
        return ports.isMissingNode()
                || Manifests.stream(ports).anyMatch(allowed -> {
                    JsonNode first = allowed.get("port");
                    int from = first.isTextual() ? to.ports().getOrDefault(first.asText(), -1) : first.asInt();
                    return from <= port && port <= allowed.path("endPort").asInt(from);
                });
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        return labels.entrySet()
                .containsAll(Manifests.texts(selector.path("matchLabels")).entrySet());
    }

    private static boolean within(String cidr, String ip) {
        try {
            String[] parts = cidr.split("/");
            byte[] network = InetAddress.getByName(parts[0]).getAddress();
            byte[] address = InetAddress.getByName(ip).getAddress();
            if (network.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < Integer.parseInt(parts[1]); bit++) {
                int mask = 0x80 >> bit % 8;
                if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(cidr, e);
        }
    }
}
