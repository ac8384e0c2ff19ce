package dev.equipoise.launcher.up;

import dev.equipoise.launcher.jvm.Service;
import dev.equipoise.launcher.state.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What each of our services is told. Arguments are for everyone on the machine to see: secrets are in files and in the
 * environment.
 *
 * @param secrets whose files they are told
 * @param facts the directory to which the reputation service writes what it learns
 * @param redis tells registry and gateway where Redis is, by environment; workers never know
 */
record ServiceArguments(UpSettings settings, Secrets secrets, Path facts, Map<String, String> redis) {

    /** Who may sign in at the console. */
    static final String OPERATOR = "operator";

    /** Shows no secrets. */
    @Override
    public String toString() {
        return "ServiceArguments[" + settings + "]";
    }

    /** Those that run. */
    List<Service> services() {
        return Stream.of(Service.values())
                .filter(service -> service != Service.CONSOLE || settings.hasConsole())
                .toList();
    }

    List<String> registry() {
        return List.of(
                "--server.port=" + settings.registryPort(),
                "--server.address=127.0.0.1",
                "--equipoise.registry.operator-token-file=" + secrets.operatorToken(),
                "--equipoise.trust.keys[0].id=demo",
                "--equipoise.trust.keys[0].hmac-file=" + secrets.demoKey(),
                "--equipoise.trust.keys[0].worker-ids=demo-*",
                "--equipoise.trust.keys[0].services=default",
                "--equipoise.trust.keys[0].networks=127.0.0.0/8,::1/128",
                "--equipoise.trust.keys[1].id=gateway",
                "--equipoise.trust.keys[1].hmac-file=" + secrets.gatewayKey(),
                "--equipoise.trust.keys[1].role=gateway");
    }

    List<String> reputation() {
        return List.of(
                "--server.port=" + settings.reputationPort(),
                "--server.address=127.0.0.1",
                "--equipoise.reputation.operator-token-file=" + secrets.operatorToken(),
                "--equipoise.reputation.export=" + facts,
                "--equipoise.trust.keys[0].id=gateway",
                "--equipoise.trust.keys[0].hmac-file=" + secrets.gatewayKey(),
                "--equipoise.trust.keys[0].role=gateway");
    }

    List<String> gateway() {
        return List.of(
                "--server.port=" + settings.port(),
                "--management.server.port=" + settings.managementPort(),
                "--management.server.address=127.0.0.1",
                "--equipoise.gateway.policy=" + settings.policy(),
                "--equipoise.gateway.registry-url=" + settings.registry(),
                "--equipoise.gateway.reputation=" + settings.reputation(),
                "--equipoise.gateway.key=" + secrets.gatewayKey(),
                "--equipoise.gateway.operator-token-file=" + secrets.operatorToken(),
                "--equipoise.gateway.expose-worker=true");
    }

    List<String> console() {
        return List.of(
                "--server.port=" + settings.consolePort(),
                "--server.address=127.0.0.1",
                "--equipoise.console.registries=" + settings.registry(),
                "--equipoise.console.reputations=" + settings.reputation(),
                "--equipoise.console.gateways=" + settings.gatewayManagement(),
                "--equipoise.console.operator-token-file=" + secrets.operatorToken(),
                "--equipoise.console.sign-in.operators[0].name=" + OPERATOR,
                "--equipoise.console.sign-in.operators[0].role=operator",
                "--equipoise.console.sign-in.operators[0].password-file=" + secrets.consolePassword());
    }

    /** @param number from 1 */
    List<String> worker(int number) {
        return List.of(
                "--server.port=" + settings.workerPort(number),
                "--server.address=127.0.0.1",
                "--equipoise.worker.key=" + secrets.demoKey(),
                "--equipoise.worker.id=" + UpSettings.workerId(number),
                "--equipoise.worker.address=" + settings.worker(number));
    }

    Map<String, String> workerEnvironment(int number) {
        return Map.of(
                "NAME",
                UpSettings.workerName(number),
                "LOAD_BALANCER_REGISTER",
                settings.registry() + "/register-worker");
    }

    /** For a training run: the arguments of a real one. */
    List<String> of(Service service) {
        return switch (service) {
            case REGISTRY -> registry();
            case REPUTATION -> reputation();
            case GATEWAY -> gateway();
            case CONSOLE -> console();
            case WORKER -> worker(1);
        };
    }

    Map<String, String> environmentOf(Service service) {
        return switch (service) {
            case WORKER -> workerEnvironment(1);
            case CONSOLE -> Map.of();
            default -> redis;
        };
    }
}
