package dev.equipoise.launcher.register;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.launcher.sign.KeyOptions;
import dev.equipoise.launcher.terminal.LauncherException;
import dev.equipoise.starter.registration.Pace;
import dev.equipoise.starter.registration.RegistryClient;
import dev.equipoise.starter.registration.RegistryRefusedException;
import dev.equipoise.starter.registration.WorkerMembership;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code register}: stands in for a worker that cannot register itself, for as long as this command runs. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = {
            "Makes any HTTP server a worker: registers it, sends its heartbeats for as long as this command runs, and on",
            "Ctrl-C announces its end and takes it out."
        },
        footer = {
            "",
            "Example:",
            "  python3 -m http.server 9100 --bind 127.0.0.1 &",
            "  ./equipoise register --id demo-py --address http://127.0.0.1:9100"
        })
public final class RegisterCommand implements Callable<Integer> {

    // Time for gateways to hear that the worker drains, and for requests on their way to it.
    private static final Duration DRAIN_TIME = Duration.ofSeconds(1);

    @Option(names = "--id", paramLabel = "ID", required = true, description = "Unique in the fleet, such as demo-py.")
    private String id = "";

    @Option(
            names = "--address",
            paramLabel = "URL",
            required = true,
            description = "Where gateways reach it: http://ip:port.")
    private URI address = URI.create("");

    @Option(
            names = "--service",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "default",
            description = "What it serves; several are separated by commas. Default: ${DEFAULT-VALUE}")
    private List<String> services = List.of();

    @Option(names = "--zone", paramLabel = "NAME", defaultValue = "", description = "Where it runs.")
    private String zone = "";

    @Option(
            names = "--weight",
            paramLabel = "W",
            defaultValue = "1",
            description = "Its share of the traffic, relative to others. Default: ${DEFAULT-VALUE}")
    private double weight;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "A registry or a gateway. Default: ${DEFAULT-VALUE}")
    private URI registry = URI.create("");

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Override
    public Integer call() throws InterruptedException {
        Claims claims = claims();
        RegistryClient client = client();
        registerOnce(client, claims);
        WorkerMembership membership = new WorkerMembership(
                client,
                () -> claims,
                () -> LoadReport.NONE,
                Pace.standard(new SplittableRandom(), InstantSource.system()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(membership), "leave"));
        membership.start();
        // Its log lines are what there is to see from here on.
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private Claims claims() {
        try {
            return new Claims(
                    id, address, new TreeSet<>(services), zone, "", "", Capacity.UNDECLARED, weight, Map.of());
        } catch (RefusedException e) {
            throw LauncherException.misuse(String.valueOf(e.getMessage()));
        }
    }

    private RegistryClient client() {
        try {
            return RegistryClient.of(List.of(registry), key.read());
        } catch (IllegalArgumentException e) {
            throw LauncherException.misuse(String.valueOf(e.getMessage()));
        }
    }

    /** A membership never gives up, which is right for a worker and wrong for a mistyped command. */
    private void registerOnce(RegistryClient client, Claims claims) throws InterruptedException {
        try {
            client.register(claims, null);
        } catch (RegistryRefusedException e) {
            throw LauncherException.failure("the registry refuses: " + e.getMessage());
        } catch (IOException e) {
            throw LauncherException.failure("not registered: " + e.getMessage());
        }
    }

    private static void end(WorkerMembership membership) {
        try {
            if (membership.drain()) {
                Thread.sleep(DRAIN_TIME.toMillis());
            }
            membership.leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A stop that was asked for is no failure.
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
