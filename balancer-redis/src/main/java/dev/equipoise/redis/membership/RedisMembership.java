package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Registered;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.registration.Session;
import dev.equipoise.core.registration.WorkerRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Membership in Redis. Each write is one script: the nonce, the change and the log entry happen together or not at all. */
public final class RedisMembership implements WorkerRegistry, Leases, Roster {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MembershipScript<String> REGISTER = MembershipScript.returningText("register");
    private static final MembershipScript<String> RENEW = MembershipScript.returningText("renew");
    private static final MembershipScript<String> DRAIN = MembershipScript.returningText("drain");
    private static final MembershipScript<String> LEAVE = MembershipScript.returningText("leave");
    private static final MembershipScript<List<String>> EXPIRE = MembershipScript.returningTexts("expire");
    private static final MembershipScript<List<String>> ROSTER = MembershipScript.returningTexts("roster");

    private final StringRedisTemplate redis;
    private final MembershipLimits limits;
    private final String term;
    private final String patience;

    public RedisMembership(StringRedisTemplate redis, LeaseTerms terms, MembershipLimits limits) {
        this.redis = redis;
        this.limits = limits;
        this.term = String.valueOf(terms.term().toMillis());
        this.patience = String.valueOf(terms.heartbeat().toMillis());
    }

    @Override
    public Registered register(Claims claims, Session session, Proof proof) {
        String secret = Base64.getEncoder().encodeToString(session.secret());
        String answer = REGISTER.runOnce(
                redis,
                proof.keyId(),
                proof.nonce(),
                claims.id(),
                claims.address().toString(),
                WorkerRecord.claimsText(claims),
                session.leaseId() + ' ' + secret,
                term,
                created(proof),
                nonceMemory(),
                String.valueOf(limits.workers()),
                logLimit());
        if (!Character.isDigit(answer.charAt(0))) {
            throw refused(answer, claims.id());
        }
        return new Registered(session, Long.parseLong(answer));
    }

    @Override
    public void drain(String workerId, Proof proof) {
        check(
                DRAIN.runOnce(redis, proof.keyId(), proof.nonce(), workerId, created(proof), nonceMemory(), logLimit()),
                workerId);
    }

    @Override
    public void leave(String workerId, Proof proof) {
        check(
                LEAVE.runOnce(redis, proof.keyId(), proof.nonce(), workerId, created(proof), nonceMemory(), logLimit()),
                workerId);
    }

    @Override
    public @Nullable Session session(String workerId) {
        try {
            String text = redis.<String, String>opsForHash().get(MembershipScript.SESSIONS, workerId);
            if (text == null) {
                return null;
            }
            int space = text.indexOf(' ');
            return new Session(text.substring(0, space), Base64.getDecoder().decode(text.substring(space + 1)));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    @Override
    public void renew(String workerId, String leaseId, LoadReport load, Proof proof) {
        check(
                RENEW.runOnce(
                        redis,
                        proof.keyId(),
                        proof.nonce(),
                        workerId,
                        leaseId,
                        JSON.writeValueAsString(load),
                        term,
                        created(proof),
                        nonceMemory()),
                workerId);
    }

    @Override
    public List<String> expire() {
        return EXPIRE.run(redis, term, patience, logLimit());
    }

    @Override
    public List<Member> members() {
        List<Member> members = parse(ROSTER.run(redis, ""));
        members.sort(Comparator.comparing(member -> member.worker().id()));
        return members;
    }

    @Override
    public @Nullable Member member(String workerId) {
        List<Member> found = parse(ROSTER.run(redis, workerId));
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Member> parse(List<String> answer) {
        List<Member> members = new ArrayList<>(answer.size() / 4);
        for (int i = 0; i < answer.size(); i += 4) {
            WorkerRecord worker = WorkerRecord.parse(answer.get(i + 1));
            Instant leaseEnds = Instant.ofEpochMilli((long) Double.parseDouble(answer.get(i + 2)));
            String load = answer.get(i + 3);
            members.add(new Member(
                    worker.worker(),
                    worker.claims(),
                    worker.since(),
                    leaseEnds,
                    load.isEmpty() ? LoadReport.NONE : JSON.readValue(load, LoadReport.class)));
        }
        return members;
    }

    private static String created(Proof proof) {
        return String.valueOf(proof.created().getEpochSecond());
    }

    private static String nonceMemory() {
        return String.valueOf(Proof.NONCE_MEMORY.toMillis());
    }

    private String logLimit() {
        return String.valueOf(limits.changes());
    }

    private static void check(String answer, String workerId) {
        if (!answer.equals("OK")) {
            throw refused(answer, workerId);
        }
    }

    private static RefusedException refused(String answer, String workerId) {
        String[] parts = answer.split(" ", 2);
        Refusal refusal = Refusal.valueOf(parts[0]);
        return new RefusedException(
                refusal,
                switch (refusal) {
                    case REPLAYED -> "This very message was accepted before; sign every request anew.";
                    case OLDER_THAN_STORE ->
                        "The message was signed before the store began; sign it again (are the clocks in step?).";
                    case UNKNOWN_LEASE -> "The worker " + workerId + " does not hold this lease; register again.";
                    case UNKNOWN_WORKER -> "No worker " + workerId + " is registered.";
                    case ADDRESS_CONFLICT ->
                        "The worker " + workerId + " is registered from another address; its lease ends in " + parts[1]
                                + " ms unless it is renewed.";
                    case FLEET_FULL -> "The fleet has as many workers as it may have.";
                    default -> throw new IllegalStateException("unexpected answer of a script: " + answer);
                });
    }
}
