package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Eviction;
import dev.equipoise.core.registration.HistoryEntry;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Registered;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.registration.Session;
import dev.equipoise.core.registration.WorkerRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Membership in Redis. Each write is one script: the nonce, the change and the log entry happen together or not at all. */
public final class RedisMembership implements WorkerRegistry, Leases, Roster {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MembershipScript<String> REGISTER = MembershipScript.returningText("register");
    private static final MembershipScript<String> RENEW = MembershipScript.returningText("renew");
    private static final MembershipScript<String> DOUBT = MembershipScript.returningText("doubt");
    private static final MembershipScript<String> ANSWERED = MembershipScript.returningText("answered");
    private static final MembershipScript<String> DRAIN = MembershipScript.returningText("drain");
    private static final MembershipScript<String> LEAVE = MembershipScript.returningText("leave");
    private static final MembershipScript<String> RELEASE = MembershipScript.returningText("release");
    private static final MembershipScript<List<String>> REVOKE = MembershipScript.returningTexts("revoke");
    private static final MembershipScript<List<String>> TO_CALL = MembershipScript.returningTexts("tocall");
    private static final MembershipScript<List<String>> EXPIRE = MembershipScript.returningTexts("expire");
    private static final MembershipScript<List<String>> ROSTER = MembershipScript.returningTexts("roster");

    /** Called in one pass, of each kind. */
    private static final int CALLED = 500;

    private static final int SECRET_PART = 3;

    private final StringRedisTemplate redis;
    private final LeaseTerms terms;
    private final MembershipLimits limits;

    public RedisMembership(StringRedisTemplate redis, LeaseTerms terms, MembershipLimits limits) {
        this.redis = redis;
        this.terms = terms;
        this.limits = limits;
    }

    @Override
    public Registered register(Registration registration, Proof proof) {
        Session session = registration.session();
        String id = registration.claims().id();
        String answer = run(
                REGISTER,
                proof,
                id,
                registration.claims().address(),
                WorkerRecord.claimsText(registration.claims(), registration.owner()),
                session.leaseId(),
                session.keyId(),
                Base64.getEncoder().encodeToString(session.secret()),
                terms.term().toMillis(),
                terms.heartbeat().toMillis(),
                created(proof),
                nonceMemory(),
                registration.answered() ? 1 : 0,
                registration.replaces());
        if (!Character.isDigit(answer.charAt(0))) {
            throw refused(answer, id);
        }
        String[] parts = answer.split(" ");
        return new Registered(session, Long.parseLong(parts[0]), Change.Kind.valueOf(parts[1]));
    }

    @Override
    public void drain(String workerId, Proof proof) {
        check(run(DRAIN, proof, workerId, created(proof), nonceMemory()), workerId);
    }

    @Override
    public void drain(String workerId) {
        check(run(DRAIN, null, workerId, created(null), nonceMemory()), workerId);
    }

    @Override
    public void leave(String workerId, Proof proof) {
        check(run(LEAVE, proof, workerId, created(proof), nonceMemory()), workerId);
    }

    @Override
    public @Nullable Session session(String workerId) {
        String text = asking(() -> hashes().get(MembershipScript.SESSIONS, workerId));
        if (text == null) {
            return null;
        }
        String[] parts = text.split(" ");
        return new Session(parts[0], parts[1], Base64.getDecoder().decode(parts[SECRET_PART]));
    }

    @Override
    public void renew(String workerId, String leaseId, LoadReport load, @Nullable Proof proof) {
        String answer = run(
                RENEW,
                proof,
                workerId,
                leaseId,
                JSON.writeValueAsString(load),
                terms.term().toMillis(),
                terms.rotation().toMillis(),
                created(proof),
                nonceMemory());
        check(answer, workerId);
    }

    @Override
    public void doubt(String workerId, long epoch, Change.Kind why, String witness, @Nullable Proof proof) {
        String answer = run(
                DOUBT,
                proof,
                workerId,
                epoch,
                why,
                witness,
                terms.term().toMillis(),
                terms.shortest().toMillis(),
                created(proof),
                nonceMemory());
        check(answer, workerId);
    }

    @Override
    public List<Callee> toCall() {
        List<String> answer = run(TO_CALL, null, terms.lead().toMillis(), CALLED);
        List<Callee> callees = new ArrayList<>(answer.size() / 2);
        for (int i = 0; i < answer.size(); i += 2) {
            WorkerRecord record = WorkerRecord.parse(answer.get(i + 1));
            callees.add(new Callee(
                    record.claims(), record.worker().epoch(), answer.get(i).equals("1")));
        }
        return callees;
    }

    @Override
    public void answered(String workerId, long epoch) {
        check(run(ANSWERED, null, workerId, epoch), workerId);
    }

    @Override
    public Sweep expire(Map<String, CallResult> calls) {
        List<Object> arguments = new ArrayList<>(List.of(
                terms.term().toMillis(),
                terms.heartbeat().toMillis(),
                terms.grace().toMillis(),
                Eviction.PRESERVATION.toMillis(),
                Eviction.ABSENCE.toMillis(),
                Eviction.SHARE,
                Eviction.LEAST));
        calls.forEach((id, result) -> arguments.addAll(List.of(id, result)));
        List<String> answer = run(EXPIRE, null, arguments.toArray());
        return new Sweep(
                answer.subList(2, answer.size()),
                Integer.parseInt(answer.get(1)),
                answer.get(0).equals("1"));
    }

    @Override
    public List<String> revoke(String keyId) {
        return List.copyOf(run(REVOKE, null, keyId, "", ""));
    }

    @Override
    public void revoke(String workerId, String leaseId) {
        run(REVOKE, null, "", workerId, leaseId);
    }

    @Override
    public boolean release(String workerId) {
        return run(RELEASE, null, workerId).equals("1");
    }

    @Override
    public List<Member> members() {
        return sorted(run(ROSTER, null, "PRESENT", ""));
    }

    @Override
    public List<Member> absent() {
        return sorted(run(ROSTER, null, "ABSENT", ""));
    }

    @Override
    public @Nullable Member member(String workerId) {
        List<Member> found = sorted(run(ROSTER, null, "ONE", workerId));
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public List<HistoryEntry> history(String workerId) {
        String lines = asking(() -> hashes().get(MembershipScript.HISTORY, workerId));
        return lines == null
                ? List.of()
                : lines.lines().map(RedisMembership::historyEntry).toList();
    }

    @Override
    public long version() {
        String version = asking(() -> hashes().get(MembershipScript.META, "version"));
        return version == null ? 0 : Long.parseLong(version);
    }

    static HistoryEntry historyEntry(String line) {
        String[] parts = line.split(" ");
        return new HistoryEntry(
                Instant.ofEpochMilli(Long.parseLong(parts[0])), Change.Kind.valueOf(parts[1]), URI.create(parts[2]));
    }

    static List<Member> sorted(List<String> answer) {
        List<Member> members = new ArrayList<>(answer.size() / 4);
        for (int i = 0; i < answer.size(); i += 4) {
            WorkerRecord record = WorkerRecord.parse(answer.get(i + 1));
            String ends = answer.get(i + 2);
            // Behind the moment at which it was heard.
            String load = answer.get(i + 3).replaceFirst("^\\d+ ?", "");
            members.add(new Member(
                    record.worker(),
                    record.claims(),
                    record.why(),
                    record.since(),
                    record.presentSince(),
                    ends.isEmpty() ? record.since() : Instant.ofEpochMilli((long) Double.parseDouble(ends)),
                    load.isEmpty() ? LoadReport.NONE : JSON.readValue(load, LoadReport.class),
                    record.owner()));
        }
        members.sort(Comparator.comparing(member -> member.worker().id()));
        return members;
    }

    private <T> T run(MembershipScript<T> script, @Nullable Proof proof, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(limits.changes(), limits.workers()));
        all.addAll(Arrays.asList(arguments));
        return script.run(redis, proof, all);
    }

    private HashOperations<String, String, String> hashes() {
        return redis.opsForHash();
    }

    private static <T> @Nullable T asking(Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    /** Empty without a proof. */
    private static String created(@Nullable Proof proof) {
        return proof == null ? "" : String.valueOf(proof.created().getEpochSecond());
    }

    private static long nonceMemory() {
        return Proof.NONCE_MEMORY.toMillis();
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
                    case UNKNOWN_LEASE ->
                        "The worker " + workerId + " does not hold this lease, or its key is due; register again.";
                    case UNKNOWN_WORKER -> "No worker " + workerId + " is registered.";
                    case ADDRESS_CONFLICT ->
                        "The worker " + workerId + " is registered from another address; its lease ends in " + parts[1]
                                + " ms unless it is renewed. One that moves says which lease it replaces.";
                    case ID_BARRED ->
                        "Two processes claimed the id " + workerId
                                + " at the same time; is its key copied? An operator must release it.";
                    case FLEET_FULL -> "The fleet has as many workers as it may have.";
                    default -> throw new IllegalStateException("unexpected answer of a script: " + answer);
                });
    }
}
