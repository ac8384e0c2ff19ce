package dev.equipoise.gateway.balancing;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The balancers of all services over one fleet. A worker that refused a connection is kept out of all of them until it
 * accepts one or registers anew. When every worker of a service refused, they are all tried again: an answer from
 * nobody is the worst answer.
 *
 * <p>Changes are rare and happen under one lock; picks take none.
 */
public final class ServiceBalancers {

    private static final Logger log = LoggerFactory.getLogger(ServiceBalancers.class);

    private final Function<String, ServiceBalancer> factory;
    private final Map<String, ServiceBalancer> services = new ConcurrentHashMap<>();
    /** Guarded by this: the registration that refused, by worker id. */
    private final Map<String, Worker> refused = new HashMap<>();

    private volatile Fleet fleet = Fleet.EMPTY;

    /** @param factory makes the balancer of a service, by the service's settings */
    public ServiceBalancers(Function<String, ServiceBalancer> factory) {
        this.factory = factory;
    }

    /** The balancer of this service. Services are those that routes name, so their number is bounded by configuration. */
    public ServiceBalancer of(String service) {
        ServiceBalancer balancer = services.get(service);
        return balancer != null ? balancer : create(service);
    }

    /** The balancer of this service if there is one: for those who ask, not for those who route. */
    public ServiceBalancer existing(String service) {
        ServiceBalancer balancer = services.get(service);
        if (balancer == null) {
            throw new UnknownServiceException(service, names());
        }
        return balancer;
    }

    /** The services that have a balancer, in alphabetical order. */
    public SortedSet<String> names() {
        return new TreeSet<>(services.keySet());
    }

    /**
     * Lets this service choose by another policy, from the next pick on and until the gateway ends. No request is lost or
     * fails by it: those under way have their workers.
     *
     * @throws UnknownServiceException if there is no such service; nothing changes
     * @throws UnknownPolicyException if there is no such policy; nothing changes
     */
    public synchronized void switchPolicy(String service, String policy) {
        ServiceBalancer balancer = existing(service);
        String before = balancer.policy();
        balancer.switchTo(policy);
        log.info("{}: the policy was {} and is {}", service, before, policy);
    }

    /** These are the settings of this service from the next pick on, if there is such a service. */
    public synchronized void change(String service, HashOn hashOn, WorkerLimit most) {
        ServiceBalancer balancer = services.get(service);
        if (balancer != null) {
            balancer.change(hashOn, most);
        }
    }

    private synchronized ServiceBalancer create(String service) {
        return services.computeIfAbsent(service, name -> {
            ServiceBalancer created = factory.apply(name);
            created.update(eligible(name));
            return created;
        });
    }

    /** The fleet is now this one. */
    public synchronized void accept(Fleet next) {
        fleet = next;
        refused.values().removeIf(worker -> !isSameRegistration(next.find(worker.id()), worker));
        services.values().forEach(service -> {
            service.tracker().retain(next);
            service.history().retain(next);
        });
        rebuild();
    }

    /** {@code worker} refused a connection. */
    public synchronized void refusedBy(Worker worker) {
        if (isSameRegistration(fleet.find(worker.id()), worker) && refused.put(worker.id(), worker) == null) {
            log.warn("{} at {} refused a connection: out until it accepts one", worker.id(), worker.uri());
            rebuild();
        }
    }

    /** {@code worker} accepted a connection again. */
    public synchronized void acceptedBy(Worker worker) {
        if (refused.remove(worker.id(), worker)) {
            log.info("{} at {} accepts connections again", worker.id(), worker.uri());
            rebuild();
        }
    }

    /** Lets the guards of all services look again. */
    public synchronized void reconsider() {
        services.values().forEach(ServiceBalancer::reconsider);
    }

    /** The workers that are kept out for refusing, at this moment. */
    public synchronized List<Worker> refused() {
        return List.copyOf(refused.values());
    }

    /** Every worker known, whatever its state. */
    public Fleet fleet() {
        return fleet;
    }

    /** The workers of all services that may get traffic. */
    public synchronized Fleet eligible() {
        return fleet.matching(worker -> worker.serves() && !refused.containsKey(worker.id()));
    }

    private void rebuild() {
        services.forEach((name, service) -> service.update(eligible(name)));
    }

    private synchronized Fleet eligible(String service) {
        Fleet up = fleet.matching(worker -> worker.serves() && worker.services().contains(service));
        Fleet accepting = up.matching(worker -> !refused.containsKey(worker.id()));
        return accepting.isEmpty() ? up : accepting;
    }

    private static boolean isSameRegistration(@Nullable Worker now, Worker then) {
        return now != null && now.epoch() == then.epoch() && now.uri().equals(then.uri());
    }
}
