package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is told. */
final class FakeClient implements Client {

    final List<String> heard = new ArrayList<>();
    boolean writable = true;
    int demands;
    long retryAfter;

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void informational(HttpResponse head) {
        heard.add("informational " + head.status().code());
    }

    @Override
    public void head(HttpResponse head) {
        heard.add("head " + head.status().code());
    }

    @Override
    public void part(HttpContent part, boolean last) {
        String text = part.content().toString(StandardCharsets.UTF_8);
        part.release();
        if (!text.isEmpty()) {
            heard.add(text);
        }
        if (last) {
            heard.add("end");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void demand() {
        demands++;
    }

    @Override
    public void answered() {
        heard.add("answered");
    }

    @Override
    public void brokenOff() {
        heard.add("broken off");
    }

    @Override
    public void unanswered(Unanswered why, long retryAfterSeconds) {
        retryAfter = retryAfterSeconds;
        heard.add(why.toString());
    }

    @Override
    public void switched(HttpResponse head, Channel worker) {
        heard.add("switched");
    }
}
