package dev.equipoise.launcher.up;

import dev.equipoise.launcher.jvm.LaunchFile;
import dev.equipoise.launcher.jvm.PreparedService;
import dev.equipoise.launcher.jvm.Service;
import dev.equipoise.launcher.jvm.StartupCache;
import dev.equipoise.launcher.terminal.Progress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gets all services ready for a quick start. */
final class Preparation {

    private final StartupCache cache;
    private final Path directory;
    private final ServiceArguments arguments;
    private @Nullable Thread background; // guarded by this
    private boolean cancelled; // guarded by this

    Preparation(StartupCache cache, Path directory, ServiceArguments arguments) {
        this.cache = cache;
        this.directory = directory;
        this.arguments = arguments;
    }

    /** Unpacks what is new. */
    Map<Service, PreparedService> unpack(Progress progress) throws InterruptedException {
        progress.show("looking at the services");
        Map<Service, PreparedService> prepared = new EnumMap<>(Service.class);
        inParallel(arguments.services().stream()
                        .<Callable<PreparedService>>map(service -> () -> cache.prepare(service))
                        .toList())
                .forEach(each -> prepared.put(each.service(), each));
        writeLaunchFile(prepared);
        return prepared;
    }

    /** Records all caches that are missing, two at a time. */
    void train(Map<Service, PreparedService> prepared, Progress progress) throws InterruptedException {
        List<PreparedService> untrained =
                prepared.values().stream().filter(each -> !each.trained()).toList();
        AtomicInteger done = new AtomicInteger();
        if (!untrained.isEmpty()) {
            progress.show("recording start-up caches, once: 0 of " + untrained.size());
        }
        inParallel(untrained.stream()
                .<Callable<PreparedService>>map(each -> () -> {
                    train(each);
                    progress.show(
                            "recording start-up caches, once: " + done.incrementAndGet() + " of " + untrained.size());
                    return each;
                })
                .toList());
        writeLaunchFile(prepared);
    }

    /** @return whether there is anything to record */
    synchronized boolean trainInBackground(Map<Service, PreparedService> prepared, Runnable whenDone) {
        List<PreparedService> untrained =
                prepared.values().stream().filter(each -> !each.trained()).toList();
        if (cancelled || untrained.isEmpty()) {
            return false;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        for (PreparedService each : untrained) {
                            train(each);
                        }
                        writeLaunchFile(prepared);
                        whenDone.run();
                    } catch (InterruptedException e) {
                        // So cancel() ends it; what is half done is done anew another time.
                    }
                },
                "startup-cache");
        thread.setDaemon(true);
        thread.start();
        background = thread;
        return true;
    }

    /** Ends what goes on in the background, and lets nothing more begin there. */
    synchronized void cancel() {
        cancelled = true;
        if (background != null) {
            background.interrupt();
        }
    }

    private void train(PreparedService prepared) throws InterruptedException {
        cache.train(prepared, arguments.of(prepared.service()), arguments.environmentOf(prepared.service()));
    }

    private void writeLaunchFile(Map<Service, PreparedService> prepared) {
        PreparedService gateway = prepared.get(Service.GATEWAY);
        if (gateway != null) {
            LaunchFile.write(gateway, directory);
        }
    }

    // Two, because each is a JVM that keeps a core busy, and laptops have few.
    private static List<PreparedService> inParallel(List<Callable<PreparedService>> tasks) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<PreparedService>> all = pool.invokeAll(tasks);
            List<PreparedService> results = new java.util.ArrayList<>();
            for (Future<PreparedService> each : all) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
    }
}
