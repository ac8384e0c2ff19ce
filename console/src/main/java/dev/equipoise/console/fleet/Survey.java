package dev.equipoise.console.fleet;

import dev.equipoise.console.ask.Answer;
import dev.equipoise.console.ask.PathSegment;
import dev.equipoise.console.ask.Peer;
import dev.equipoise.console.ask.Services;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks everybody at the same time. Blocks for as long as the slowest takes, which {@link Services} bounds. */
final class Survey {

    private final Services services;
    private final GatewayReader gateways;
    private final InstantSource clock;

    Survey(Services services, InstantSource clock) {
        this.services = services;
        this.gateways = new GatewayReader(services);
        this.clock = clock;
    }

    Readings take() {
        CompletableFuture<Answer> members = services.askAny(services.registries(), "/api/v1/workers");
        CompletableFuture<Answer> standings = services.askAny(services.reputations(), "/api/v1/standings");
        List<CompletableFuture<@Nullable GatewayView>> views = services.hasToken()
                ? services.gateways().stream().map(gateways::read).toList()
                : List.of();
        List<CompletableFuture<PeerRow>> health = Stream.of(
                        services.registries(), services.reputations(), services.gateways())
                .flatMap(List::stream)
                .map(this::health)
                .toList();
        return new Readings(
                clock.millis(),
                members(members.join().json()),
                standings(standings.join().json()),
                views.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .toList(),
                health.stream().map(CompletableFuture::join).toList());
    }

    /** What became of a worker that is not in the list any more; null if that cannot be told. Blocks. */
    @Nullable
    Member gone(String id) {
        JsonNode worker = services.askAny(services.registries(), "/api/v1/workers/" + PathSegment.encoded(id))
                .join()
                .json();
        return worker == null ? null : Member.of(worker);
    }

    private static @Nullable List<Member> members(@Nullable JsonNode list) {
        return list == null
                ? null
                : new ArrayList<>(
                        list.path("workers").valueStream().map(Member::of).toList());
    }

    private static @Nullable Map<String, StandingRow> standings(@Nullable JsonNode list) {
        if (list == null) {
            return null;
        }
        Map<String, StandingRow> standings = new HashMap<>();
        for (JsonNode standing : list.path("standings")) {
            standings.put(standing.path("id").asString(""), StandingRow.of(standing));
        }
        return standings;
    }

    private CompletableFuture<PeerRow> health(Peer peer) {
        long from = System.nanoTime();
        return services.ask(peer, "/actuator/health").thenApply(answer -> {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            String address = peer.base().toString();
            if (answer.status() == 0) {
                return new PeerRow(peer.kind(), peer.name(), address, PeerRow.SILENT, null, answer.complaint());
            }
            String status = answer.status() == 200 ? PeerRow.UP : answer.said("status", "DOWN");
            String detail = status.equals(PeerRow.UP) ? "" : peer.name() + " says that it is " + status;
            return new PeerRow(peer.kind(), peer.name(), address, status, millis, detail);
        });
    }
}
