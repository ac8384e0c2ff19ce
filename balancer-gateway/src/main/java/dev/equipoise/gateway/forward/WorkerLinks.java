package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one worker. Those used last are used first, so that those too many grow old and are closed. A
 * connection is counted, over all loops, from the attempt to open it until it is closed.
 */
final class WorkerLinks implements Pool {

    /** Of one loop and worker: more than so many at once were a peak. */
    private static final int MOST_IDLE = 256;

    private final WorkerTarget worker;
    private final ArrayDeque<WorkerLink> idle = new ArrayDeque<>();
    private int own;

    WorkerLinks(WorkerTarget worker) {
        this.worker = worker;
    }

    @Override
    public void lease(LinkUser user, boolean fresh) {
        for (WorkerLink link = fresh ? null : idle.pollFirst(); link != null; link = idle.pollFirst()) {
            if (link.isUsable()) {
                link.lease(user);
                return;
            }
        }
        if (!worker.enter()) {
            user.busy();
            return;
        }
        own++;
        connect(user);
    }

    private void connect(LinkUser user) {
        Initial initial = new Initial();
        worker.connect(initial, user.isPatient(), done -> {
            WorkerLink link = initial.link;
            if (done.isSuccess() && link != null) {
                link.lease(user);
            } else {
                forget();
                user.refused(done.isSuccess() ? new IllegalStateException("closed at once") : done.cause());
            }
        });
    }

    private final class Initial extends ChannelInitializer<Channel> {

        private @Nullable WorkerLink link;

        @Override
        protected void initChannel(Channel channel) {
            ResponseDecoder decoder = new ResponseDecoder();
            RequestEncoder encoder = new RequestEncoder();
            WorkerLink last = new WorkerLink(WorkerLinks.this, channel, decoder, encoder);
            worker.secure(channel);
            channel.pipeline().addLast(decoder, encoder, last);
            link = last;
        }
    }

    /** Takes back what may be used again; false if there are enough. */
    boolean keep(WorkerLink link) {
        if (idle.size() >= MOST_IDLE) {
            return false;
        }
        idle.addFirst(link);
        return true;
    }

    void gone(WorkerLink link) {
        idle.remove(link);
        forget();
    }

    private void forget() {
        own--;
        worker.leave();
    }

    @Override
    public void sweep(long now) {
        long longest = worker.keepIdleNanos();
        for (WorkerLink link = idle.peekLast();
                link != null && link.hasBeenIdleFor(longest, now);
                link = idle.peekLast()) {
            idle.pollLast();
            link.close();
        }
    }

    @Override
    public boolean isEmpty() {
        return own == 0;
    }

    long now() {
        return worker.now();
    }
}
