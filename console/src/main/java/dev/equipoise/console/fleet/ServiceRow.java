package dev.equipoise.console.fleet;

import java.util.List;

/**
 * A service that gateways balance.
 *
 * @param policies in use: more than one where gateways differ
 * @param panicking names of the gateways that panic
 * @param ejected workers kept out as outliers, of the gateway that keeps out most
 */
public record ServiceRow(String name, List<String> policies, List<String> panicking, int ejected) {}
