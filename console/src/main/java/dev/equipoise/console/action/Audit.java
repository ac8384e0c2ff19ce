package dev.equipoise.console.action;

import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.happening.Tone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what, and what came of it: one line in the log {@code equipoise.audit} and one event for everybody who watches.
 * What the reputation service does stands in its own log of facts, too, with the same name and reason.
 */
public final class Audit {

    private static final Logger log = LoggerFactory.getLogger("equipoise.audit");

    private final Happenings happenings;

    public Audit(Happenings happenings) {
        this.happenings = happenings;
    }

    void done(String operator, String subject, String what, String why) {
        log.warn("operator={} subject={} did={} why={}", operator, subject, what, oneLine(why));
        happenings.add("action", Tone.INFO, subject, operator + ": " + subject + " " + what + " (" + why + ")");
    }

    void refused(String operator, String subject, String what, String because) {
        log.warn("operator={} subject={} refused={} because={}", operator, subject, what, oneLine(because));
        happenings.add("action", Tone.WARN, subject, operator + ": " + subject + " not " + what + ": " + because);
    }

    private static String oneLine(String text) {
        return "\"" + text.replaceAll("[\\p{Cntrl}\"]", " ") + "\"";
    }
}
