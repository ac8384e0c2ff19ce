package dev.equipoise.launcher.up;

import dev.equipoise.launcher.jvm.PreparedService;
import dev.equipoise.launcher.jvm.Service;
import dev.equipoise.launcher.process.ChildSpec;
import dev.equipoise.launcher.process.Role;
import dev.equipoise.launcher.state.StateDirectory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parts of a suite that are services of ours, ready to be started. */
final class Parts {

    private static final String HEALTH = "/actuator/health";

    private final UpSettings settings;
    private final ServiceArguments arguments;
    private final Map<Service, PreparedService> prepared;
    private final StateDirectory state;

    Parts(
            UpSettings settings,
            ServiceArguments arguments,
            Map<Service, PreparedService> prepared,
            StateDirectory state) {
        this.settings = settings;
        this.arguments = arguments;
        this.prepared = Map.copyOf(prepared);
        this.state = state;
    }

    /**
     * A part, and where it can be found once it runs.
     *
     * @param health for people; its {@code /readiness} is for us
     */
    record Plan(ChildSpec process, URI address, URI health) {

        URI readiness() {
            return URI.create(health + "/readiness");
        }
    }

    Plan registry() {
        return new Plan(
                process(Role.REGISTRY, "registry", Service.REGISTRY, arguments.registry(), arguments.redis()),
                settings.registry(),
                URI.create(settings.registry() + HEALTH));
    }

    Plan reputation() {
        return new Plan(
                process(Role.REPUTATION, "reputation", Service.REPUTATION, arguments.reputation(), arguments.redis()),
                settings.reputation(),
                URI.create(settings.reputation() + HEALTH));
    }

    Plan gateway() {
        return new Plan(
                process(Role.GATEWAY, "gateway", Service.GATEWAY, arguments.gateway(), arguments.redis()),
                settings.gateway(),
                URI.create(settings.gatewayManagement() + HEALTH));
    }

    Plan console() {
        return new Plan(
                process(Role.CONSOLE, "console", Service.CONSOLE, arguments.console(), Map.of()),
                settings.console(),
                URI.create(settings.console() + HEALTH));
    }

    /** @param number from 1 */
    Plan worker(int number) {
        return new Plan(
                process(
                        Role.WORKER,
                        UpSettings.workerName(number),
                        Service.WORKER,
                        arguments.worker(number),
                        arguments.workerEnvironment(number)),
                settings.worker(number),
                URI.create(settings.worker(number) + HEALTH));
    }

    private ChildSpec process(
            Role role, String name, Service service, List<String> serviceArguments, Map<String, String> environment) {
        PreparedService unpacked = prepared.get(service);
        if (unpacked == null) {
            throw new IllegalStateException(service + " has not been prepared");
        }
        List<String> command = new ArrayList<>(unpacked.command(state.temporary()));
        command.addAll(serviceArguments);
        return new ChildSpec(role, name, command, environment, state.log(name));
    }
}
