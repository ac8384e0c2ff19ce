package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that exist in this list alone; the test says what each does. */
final class FakeLinks implements Links {

    final List<Lease> leases = new ArrayList<>();

    @Override
    public void lease(Worker worker, LinkUser user, boolean fresh) {
        leases.add(new Lease(worker, user, fresh));
    }

    Lease last() {
        return leases.get(leases.size() - 1);
    }

    static final class Lease implements Link {

        final Worker worker;
        final LinkUser user;
        final boolean fresh;
        final List<String> sent = new ArrayList<>();
        Past past = Past.NEW;
        boolean writable = true;
        boolean released;
        boolean closed;
        int reads;

        Lease(Worker worker, LinkUser user, boolean fresh) {
            this.worker = worker;
            this.user = user;
            this.fresh = fresh;
        }

        Lease open() {
            user.opened(this);
            return this;
        }

        Lease openAfter(Past before) {
            past = before;
            return open();
        }

        @Override
        public Past past() {
            return past;
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void write(Object message) {
            if (message instanceof HttpRequest head) {
                sent.add(head.method() + " " + head.uri() + " host "
                        + head.headers().get("host"));
            } else if (message instanceof HttpContent part) {
                String text = part.content().toString(StandardCharsets.UTF_8);
                if (!text.isEmpty()) {
                    sent.add(text);
                }
                if (part instanceof LastHttpContent) {
                    sent.add("end");
                }
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void flush() {}

        @Override
        public void read() {
            reads++;
        }

        @Override
        public void release() {
            released = true;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public Channel detach() {
            return new EmbeddedChannel();
        }
    }
}
