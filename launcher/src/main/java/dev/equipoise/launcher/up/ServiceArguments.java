package dev.equipoise.launcher.up;

import dev.equipoise.launcher.jvm.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What each of our services is told. Arguments are for everyone on the machine to see: secrets are in files and in the
 * environment.
 *
 * @param demoKey the file of the secret of key id {@code demo}
 * @param gatewayKey the file of the secret of key id {@code gateway}, with which the gateway reports to the registry
 * @param operatorToken the file of the token that operators of gateway and registry show
 * @param facts the directory to which the reputation service writes what it learns
 * @param redis tells registry and gateway where Redis is, by environment; workers never know
 */
record ServiceArguments(
        UpSettings settings, Path demoKey, Path gatewayKey, Path operatorToken, Path facts, Map<String, String> redis) {

    /** Shows no secrets. */
    @Override
    public String toString() {
        return "ServiceArguments[" + settings + "]";
    }

    List<String> registry() {
        return List.of(
                "--server.port=" + settings.registryPort(),
                "--server.address=127.0.0.1",
                "--equipoise.registry.operator-token-file=" + operatorToken,
                "--equipoise.trust.keys[0].id=demo",
                "--equipoise.trust.keys[0].hmac-file=" + demoKey,
                "--equipoise.trust.keys[0].worker-ids=demo-*",
                "--equipoise.trust.keys[0].services=default",
                "--equipoise.trust.keys[0].networks=127.0.0.0/8,::1/128",
                "--equipoise.trust.keys[1].id=gateway",
                "--equipoise.trust.keys[1].hmac-file=" + gatewayKey,
                "--equipoise.trust.keys[1].role=gateway");
    }

    List<String> reputation() {
        return List.of(
                "--server.port=" + settings.reputationPort(),
                "--server.address=127.0.0.1",
                "--equipoise.reputation.operator-token-file=" + operatorToken,
                "--equipoise.reputation.export=" + facts,
                "--equipoise.trust.keys[0].id=gateway",
                "--equipoise.trust.keys[0].hmac-file=" + gatewayKey,
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
                "--equipoise.gateway.key=" + gatewayKey,
                "--equipoise.gateway.operator-token-file=" + operatorToken,
                "--equipoise.gateway.expose-worker=true");
    }

    /** @param number from 1 */
    List<String> worker(int number) {
        return List.of(
                "--server.port=" + settings.workerPort(number),
                "--server.address=127.0.0.1",
                "--equipoise.worker.key=" + demoKey,
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
            case WORKER -> worker(1);
        };
    }

    Map<String, String> environmentOf(Service service) {
        return service == Service.WORKER ? workerEnvironment(1) : redis;
    }
}
