package dev.equipoise.gateway.balancing;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Worker;

/**
 * Who was picked.
 *
 * @param call of the request, in flight to it
 */
public record Picked(Worker worker, Call call) {}
