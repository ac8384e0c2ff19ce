package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Requests that arrive by chance at a mean rate and are sent when they are due, whether or not earlier ones were answered: an
 * open loop, whose times count from when each was due. All of it happens on its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // timers that nobody cancels, and connections that have listeners
final class SteadyRate implements Caller.Listener {

    /** Of more at a time the rest waits for a connection, on the proxy's account. */
    private static final int MAX_CONNECTIONS = 2_000;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PATROL_MILLIS = 250;
    private static final int OK = 200;

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ByteBuf request;
    private final long[] dueNanos;
    private final long[] latencies;
    private final CompletableFuture<Calls> result = new CompletableFuture<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final ArrayDeque<Caller> idle = new ArrayDeque<>();
    private final Set<Caller> busy = new HashSet<>();
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private int connections;
    private int next;
    private int open;
    private int answered;
    private long startNanos;

    private SteadyRate(
            EventLoop loop, Transport transport, InetSocketAddress target, ByteBuf request, long[] dueNanos) {
        this.loop = loop;
        this.request = request;
        this.dueNanos = dueNanos;
        this.latencies = new long[dueNanos.length];
        this.bootstrap = ClosedLoop.bootstrap(loop, transport, target, this);
    }

    /** Begins at once; the future is done when every request was answered or given up, which is after 10 s. */
    static CompletableFuture<Calls> run(
            EventLoop loop,
            Transport transport,
            InetSocketAddress target,
            ByteBuf request,
            double perSecond,
            Duration length,
            long seed) {
        SteadyRate run = new SteadyRate(loop, transport, target, request, arrivals(seed, perSecond, length));
        loop.execute(run::start);
        return run.result;
    }

    /** When each is due, in nanoseconds from the start: a Poisson process. */
    static long[] arrivals(long seed, double perSecond, Duration length) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] due = new long[(int) (perSecond * length.toMillis() / 1e3 * 1.2) + 1_000];
        int count = 0;
        double at = 0;
        while (count < due.length) {
            at += -Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
            if (at >= length.toNanos()) {
                break;
            }
            due[count++] = (long) at;
        }
        return Arrays.copyOf(due, count);
    }

    private void start() {
        startNanos = System.nanoTime();
        loop.schedule(this::patrol, PATROL_MILLIS, TimeUnit.MILLISECONDS);
        sendWhatIsDue();
    }

    private void sendWhatIsDue() {
        while (next < dueNanos.length) {
            long wait = startNanos + dueNanos[next] - System.nanoTime();
            if (wait > 0) {
                loop.schedule(this::sendWhatIsDue, wait, TimeUnit.NANOSECONDS);
                return;
            }
            open++;
            waiting.add(next++);
            sendWaiting();
        }
        endIfDone();
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && (!idle.isEmpty() || connections < MAX_CONNECTIONS)) {
            int number = waiting.remove();
            Caller caller = idle.pollLast();
            if (caller != null) {
                sendOn(caller, number);
            } else {
                connect(number);
            }
        }
    }

    private void connect(int number) {
        connections++;
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                sendOn(connected.channel().pipeline().get(Caller.class), number);
            } else {
                connections--;
                fail(number, "not connected");
            }
        });
    }

    private void sendOn(Caller caller, int number) {
        busy.add(caller);
        caller.tag = number;
        caller.send(request);
    }

    @Override
    public void answered(Caller caller, int status, boolean reusable) {
        if (!busy.remove(caller)) {
            return;
        }
        if (reusable) {
            idle.addLast(caller);
        }
        if (status == OK) {
            latencies[(int) caller.tag] = sinceDue((int) caller.tag);
            answered++;
            end();
        } else {
            fail((int) caller.tag, "status " + status);
        }
    }

    @Override
    public void closed(Caller caller, boolean wasBusy) {
        connections--;
        idle.remove(caller);
        if (busy.remove(caller)) {
            fail((int) caller.tag, "closed");
        } else {
            sendWaiting();
        }
    }

    private long sinceDue(int number) {
        return System.nanoTime() - startNanos - dueNanos[number];
    }

    private void fail(int number, String what) {
        failures.merge(what, 1, Integer::sum);
        latencies[number] = PATIENCE_NANOS;
        end();
    }

    private void end() {
        open--;
        sendWaiting();
        endIfDone();
    }

    /** Gives up what takes too long. */
    private void patrol() {
        for (Caller caller : List.copyOf(busy)) {
            if (sinceDue((int) caller.tag) > PATIENCE_NANOS) {
                busy.remove(caller);
                fail((int) caller.tag, "timed out");
                caller.close();
            }
        }
        while (!waiting.isEmpty() && sinceDue(waiting.peek()) > PATIENCE_NANOS) {
            fail(waiting.remove(), "timed out");
        }
        if (!result.isDone()) {
            loop.schedule(this::patrol, PATROL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void endIfDone() {
        if (open == 0 && next == dueNanos.length && !result.isDone()) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            result.complete(new Calls(answered, Latencies.of(latencies), failures, seconds));
            List.copyOf(idle).forEach(Caller::close);
        }
    }
}
