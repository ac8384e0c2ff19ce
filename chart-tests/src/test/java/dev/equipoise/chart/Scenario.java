package dev.equipoise.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Values that have to work: every file of ci/, and what lies at the edges. */
record Scenario(String name, String values) {

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    static final String EXTERNAL = """
            redis:
              bundled: {enabled: false}
              auth: {existingSecret: passwords}
              external: {host: redis.example.com, port: 6380}
            """;

    @Override
    public String toString() {
        return name;
    }

    /** Once for all tests. */
    Manifests render() {
        return RENDERED.computeIfAbsent(values, Chart::render);
    }

    static Scenario ci(String name) {
        return new Scenario("ci/" + name, Chart.read("helm/equipoise/ci/" + name));
    }

    static Stream<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Chart.DIRECTORY.resolve("ci"))) {
            files.sorted().forEach(file -> all.add(ci(file.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.add(new Scenario("defaults", "{}"));
        all.add(new Scenario("an external Redis with a public certificate", EXTERNAL + "  tls: {enabled: true}\n"));
        all.add(new Scenario(
                "an external Redis that knows no users",
                EXTERNAL.replace("auth: {", "auth: {users: {gateway: '', registry: '', reputation: ''}, ")));
        all.add(new Scenario("a cluster of Redis with certificates of both sides", """
                redis:
                  bundled: {enabled: false}
                  auth: {existingSecret: passwords}
                  external: {mode: cluster, nodes: ["n1:6379", "n2:7000", "[fd00::3]:6379"]}
                  tls: {enabled: true, caSecret: authority, clientSecret: client}
                """));
        all.add(new Scenario("sentinels without TLS and without a password of their own", """
                redis:
                  bundled: {enabled: false}
                  auth: {existingSecret: passwords}
                  external: {mode: sentinel, sentinelMaster: fleet, nodes: ["s1:26379"], dataPorts: [6379, 6380]}
                """));
        all.add(new Scenario("an Ingress for some hosts", """
                ingress: {enabled: true, className: nginx, hosts: [a.example.com, b.example.com], tlsSecret: certificate,
                  annotations: {a/b: "1"}}
                """));
        all.add(new Scenario("an Ingress for every host", "ingress: {enabled: true}"));
        all.add(new Scenario(
                "an HTTPRoute without hosts", "httpRoute: {enabled: true, parentRefs: [{name: public, port: 443}]}"));
        all.add(new Scenario("without reputation", "{reputation: {enabled: false}, gateway: {replicas: 3}}"));
        all.add(new Scenario("facts on a claim that is there", """
                reputation: {replicas: 3, export: {existingClaim: facts}}
                """));
        all.add(new Scenario("facts nowhere", "reputation: {replicas: 2, export: {enabled: false}}"));
        all.add(new Scenario("Redis in memory", "redis: {bundled: {size: '', userId: 1001}}"));
        all.add(new Scenario("secrets of somebody else", """
                {trust: {existingSecret: our-keys, keysSecret: enrolled}, redis: {auth: {existingSecret: our-users}},
                  console: {existingSecret: our-operators}}
                """));
        all.add(new Scenario("nothing that can be left out", """
                serviceAccount: {create: false}
                reputation: {enabled: false}
                trust: {demo: {enabled: false}}
                tests: {enabled: false}
                networkPolicy: {enabled: false}
                pods: {antiAffinity: none, zoneSpread: none, disruptionBudgets: false}
                gateway: {preStopSeconds: 0}
                console: {enabled: false}
                """));
        all.add(new Scenario("everything at once", """
                nameOverride: balancer
                image: {registry: registry.example.com/mirror, pullPolicy: Always, pullSecrets: [pull]}
                serviceAccount: {name: mine, annotations: {a/b: c}}
                pods:
                  annotations: {sidecar.istio.io/inject: "false"}
                  labels: {team: payments}
                  nodeSelector: {kubernetes.io/arch: arm64}
                  tolerations: [{key: spot, operator: Exists, effect: NoSchedule}]
                  priorityClassName: important
                  antiAffinity: hard
                  zoneSpread: DoNotSchedule
                gateway:
                  image: {tag: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
                  policy: consistent-hash
                  hashOn: header:X-Key
                  service: {type: NodePort, port: 80, externalTrafficPolicy: Cluster, annotations: {a: b}}
                  autoscaling: {enabled: true, cpuPercent: 0, inFlight: 100}
                  routes:
                    - {id: shop, uri: "lb://shop", predicates: ["Path=/shop/**"], filters: [StripPrefix=1]}
                  config: {equipoise: {guards: {slow-start: {window: 10s}}, services: {shop: {policy: maglev}}}}
                registry:
                  replicas: 2
                  publicUrl: https://registry.example.com
                  service: {type: LoadBalancer}
                  config: {equipoise: {registry: {lease: 30s, heartbeat: 10s, limit: {exempt: [10.0.0.1/32]}}}}
                reputation:
                  replicas: 2
                  mode: observe
                  export: {accessMode: ReadWriteMany, storageClass: shared}
                  config: {equipoise: {reputation: {score: {most-credit: 20}}}}
                workers: {enabled: true, delay: 20ms}
                console:
                  config: {equipoise: {console: {interval: 2s, sign-in: {limit: {costly-interval: 20s}}}}}
                  ingress: {enabled: true, className: inside, hosts: [console.example.com], tlsSecret: certificate, annotations: {a/b: c}}
                  httpRoute: {enabled: true, parentRefs: [{name: inside}], hosts: [console.example.org]}
                trust: {keysSecret: enrolled}
                networkPolicy:
                  consoleClients: [{namespaceSelector: {matchLabels: {team: ingress}}}]
                  clients: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.7/32]}}]
                  registryClients: [{podSelector: {matchLabels: {role: worker}}}]
                  reputationClients: [{namespaceSelector: {matchLabels: {team: operators}}}]
                  monitoring: [{namespaceSelector: {matchLabels: {team: monitoring}}}]
                  workerNetworks: [10.1.0.0/16]
                monitoring:
                  serviceMonitor: {enabled: true, labels: {release: prometheus}}
                  rules: {enabled: true, labels: {release: prometheus}}
                  dashboard: {enabled: true}
                """));
        return all.stream();
    }
}
