package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a request costs: processor time of each proxy for 1,000 of them, at full load from 64 clients, in rounds.
 *
 * @param fleets how many workers there are behind it; of several sizes, each proxy runs once for each of them, and they take turns
 * @param sizes of the bodies, in bytes: 128 and 16384
 */
record CostScenario(List<Integer> fleets, List<Integer> sizes) implements Scenario {

    private record Turn(double millisPerThousand, double perSecond, int failed) {}

    /** A column of the report. */
    private record Case(int workers, int size) {}

    private record Key(Proxy proxy, Case measured) {}

    @Override
    public String play(Stage stage) throws IOException, InterruptedException {
        int most = Collections.max(fleets);
        String name = "cost-" + most;
        Map<Key, List<Turn>> turns = new HashMap<>();
        Map<Integer, List<RunningProxy>> running = new LinkedHashMap<>();
        try (StaticBackends backends =
                StaticBackends.start(most, stage.firstPort(), stage.work().resolve(name), stage.cores())) {
            try {
                for (int workers : fleets) {
                    running.put(
                            workers,
                            stage.start(
                                    backends.ports().subList(0, workers),
                                    "cost-" + workers,
                                    running.size() * stage.proxies().size()));
                }
                for (int size : sizes) {
                    measure(stage, running, size, turns);
                }
            } finally {
                running.values().forEach(Stage::end);
            }
        }
        return report(stage, turns);
    }

    private static void measure(
            Stage stage, Map<Integer, List<RunningProxy>> running, int size, Map<Key, List<Turn>> turns)
            throws InterruptedException {
        ByteBuf request = Request.get("/" + size);
        for (List<RunningProxy> fleet : running.values()) {
            stage.warmUp(fleet, request);
        }
        for (int round = 1; round <= stage.rounds(); round++) {
            for (int turn = 0; turn < stage.proxies().size(); turn++) {
                for (Map.Entry<Integer, List<RunningProxy>> fleet : running.entrySet()) {
                    RunningProxy proxy = stage.order(fleet.getValue(), round).get(turn);
                    stage.progress()
                            .step("%d workers, %d bytes, round %d: %s"
                                    .formatted(
                                            fleet.getKey(),
                                            size,
                                            round,
                                            proxy.proxy().title()));
                    Key key = new Key(proxy.proxy(), new Case(fleet.getKey(), size));
                    turns.computeIfAbsent(key, any -> new ArrayList<>()).add(turn(stage, proxy, request));
                }
            }
        }
    }

    private static Turn turn(Stage stage, RunningProxy proxy, ByteBuf request) throws InterruptedException {
        long before = proxy.process().cpu().toNanos();
        Calls calls = stage.asMuchAsGoes(proxy, request, stage.length());
        double cpuMillis = (proxy.process().cpu().toNanos() - before) / 1e6;
        return new Turn(cpuMillis / (calls.all() / 1e3), calls.perSecond(), calls.failed());
    }

    private String report(Stage stage, Map<Key, List<Turn>> turns) {
        List<Case> cases = fleets.stream()
                .flatMap(workers -> sizes.stream().map(size -> new Case(workers, size)))
                .toList();
        List<String> head = new ArrayList<>(List.of("proxy"));
        for (Case measured : cases) {
            String what = fleets.size() > 1 ? measured.workers() + " workers" : measured.size() + " B";
            head.addAll(List.of("CPU ms per 1,000, " + what, "× nginx", "requests/s", "failed"));
        }
        if (fleets.size() > 1) {
            head.add("÷ " + fleets.get(0) + " workers");
        }
        MarkdownTable table = new MarkdownTable(head);
        for (Proxy proxy : stage.proxies()) {
            List<String> row = new ArrayList<>(List.of(proxy.title()));
            for (Case measured : cases) {
                List<Turn> own = turns.getOrDefault(new Key(proxy, measured), List.of());
                double cost = cost(own);
                double nginx = cost(turns.getOrDefault(new Key(NativeProxy.NGINX, measured), List.of()));
                row.add(Figures.millis(cost));
                row.add(Double.isNaN(nginx) ? "–" : Figures.times(cost / nginx));
                row.add(Figures.whole(
                        Scenario.median(own.stream().map(Turn::perSecond).toList())));
                row.add(Integer.toString(own.stream().mapToInt(Turn::failed).sum()));
            }
            if (fleets.size() > 1) {
                double few = cost(turns.getOrDefault(new Key(proxy, cases.get(0)), List.of()));
                double many = cost(turns.getOrDefault(new Key(proxy, cases.get(cases.size() - 1)), List.of()));
                row.add(Figures.times(many / few));
            }
            table.row(row);
        }
        return "## Cost, "
                + fleets.stream().map(Figures::whole).collect(Collectors.joining(" and ")) + " workers"
                + (fleets.size() > 1 ? ", " + sizes.get(0) + " B" : "") + "\n\n" + table;
    }

    private static double cost(List<Turn> turns) {
        return Scenario.median(turns.stream().map(Turn::millisPerThousand).toList());
    }
}
