package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forwarded.Hop;
import io.netty.channel.ChannelHandlerContext;

/** A client's connection of HTTP/1.1, as those share it who serve its requests: what comes, what goes out, and whose turn it is. On its event loop. */
final class Conversation {

    private final Front front;
    private final Hop hop;
    private final ChannelHandlerContext context;
    private final Forwarder.Loop loop;
    private final Intake intake;
    private final Outlet outlet;
    private Turn turn = Turn.NONE;

    /**
     * @param context of the front
     * @param bodyIsSlow run when the body of the current request comes slower than it may
     */
    Conversation(Front front, Hop hop, ChannelHandlerContext context, Runnable bodyIsSlow) {
        this.front = front;
        this.hop = hop;
        this.context = context;
        this.loop = front.forwarder().loopOf(context.channel());
        FrontProperties limits = front.limits();
        this.intake = new Intake(
                context,
                limits.maxBody().toBytes(),
                new BodyWatch(context.executor(), limits.leastRate(), loop::nanoTime, bodyIsSlow));
        this.outlet = new Outlet(context, front.problems(), intake::isOpen);
    }

    Front front() {
        return front;
    }

    Hop hop() {
        return hop;
    }

    ChannelHandlerContext context() {
        return context;
    }

    Forwarder.Loop loop() {
        return loop;
    }

    Intake intake() {
        return intake;
    }

    Outlet outlet() {
        return outlet;
    }

    long now() {
        return loop.nanoTime();
    }

    boolean is(Turn asked) {
        return turn == asked;
    }

    void turn(Turn next) {
        turn = next;
    }

    /** No request follows. */
    void end() {
        turn = Turn.ENDING;
        intake.drop();
    }

    /** From now on it is another protocol's. */
    void leave() {
        turn = Turn.AWAY;
        intake.drop();
    }

    /** Answers past the lanes, for the last time. @return the length of the body */
    long refuse(RequestFraming.Fault fault) {
        front.tell(fault, hop.peer());
        end();
        return outlet.writeProblem(fault.problem(), true, false);
    }
}
