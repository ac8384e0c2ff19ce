package dev.equipoise.redis.trust;

import dev.equipoise.core.registration.Grant;
import dev.equipoise.core.registration.Network;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** A grant as it stands in Redis: JSON. */
record GrantText(String owner, List<String> workerIds, Set<String> services, List<String> networks) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static String of(Grant grant) {
        return JSON.writeValueAsString(new GrantText(
                grant.owner(),
                grant.workerIds(),
                grant.services(),
                grant.networks().stream().map(Network::toString).toList()));
    }

    static Grant parse(String text) {
        GrantText read = JSON.readValue(text, GrantText.class);
        return new Grant(
                read.owner(),
                read.workerIds(),
                read.services(),
                read.networks().stream().map(Network::parse).toList());
    }
}
