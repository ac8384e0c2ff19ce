package dev.equipoise.launcher.gateway;

import dev.equipoise.launcher.terminal.LauncherException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code gateway}, for its help alone: the script starts the gateway itself, so that the process it leaves running is
 * the gateway's JVM and signals reach it.
 */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one gateway alone, with the JVM flags we recommend: in front of a fleet that is already there",
            "(static-workers), or beside others on the same Redis. The process that stays is the JVM itself."
        },
        footer = {
            "",
            "Of the properties:",
            "  --equipoise.gateway.static-workers=host:port,...  a fixed list; needs neither Redis nor registry",
            "  --equipoise.gateway.policy=NAME                   how workers are chosen; default adaptive",
            "  --equipoise.gateway.hash-on=header:X-Key          what consistent-hash goes by",
            "  --spring.data.redis.url=redis://host:6379         where the fleet is, without a fixed list",
            "  --equipoise.gateway.registry-url=URL              where POST /register-worker is passed on to",
            "  --server.port=8080 --management.server.port=8090",
            "",
            "EQUIPOISE_JAVA_OPTS in the environment is added to the JVM's flags and wins over ours, as in",
            "  EQUIPOISE_JAVA_OPTS='-Xmx2g' ./equipoise gateway --equipoise.gateway.static-workers=10.0.0.1:80,10.0.0.2:80"
        })
public final class GatewayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PROPERTY", description = "Spring Boot properties: --name=value.")
    private List<String> properties = List.of();

    @Override
    public Integer call() {
        throw LauncherException.misuse(
                "the gateway is started by the script: ./equipoise gateway " + String.join(" ", properties));
    }
}
