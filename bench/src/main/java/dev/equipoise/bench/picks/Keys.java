package dev.equipoise.bench.picks;

import dev.equipoise.core.policy.PickRequest;

/** Requests with keys, made beforehand and handed out in turn. For one thread. */
final class Keys {

    private static final int COUNT = 4096;

    private final PickRequest[] requests = new PickRequest[COUNT];
    private int next;

    Keys(int seed) {
        for (int i = 0; i < COUNT; i++) {
            requests[i] = PickRequest.keyed("user-" + Integer.toHexString((seed + i) * 0x9E3779B9));
        }
    }

    PickRequest next() {
        return requests[next++ & COUNT - 1];
    }
}
