package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FactChainTest {

    private static final int SIZE = 20;

    private final List<FactLog.Entry> entries = entries();

    private static List<FactLog.Entry> entries() {
        InMemoryFactLog log = new InMemoryFactLog();
        log.append(HardFacts.of(new SplittableRandom(5), SIZE));
        return new ArrayList<>(log.after(FactLog.START, SIZE));
    }

    /** {@code printf '%064d%s' 0 abc | sha256sum}. */
    @Test
    void anybodyCanComputeTheHashesAgain() {
        assertThat(FactChain.next(FactChain.START, "abc"))
                .isEqualTo("b64374d04ef9c4f39fddb1e0d6be38a0130f6c057fc0f4ee467ea0e18bc758f1");
    }

    @Test
    void aWholeChainIsIntact() {
        assertThat(FactChain.intact(FactChain.START, entries)).isEqualTo(SIZE);
        assertThat(FactChain.intact(entries.get(6).hash(), entries.subList(7, SIZE)))
                .isEqualTo(SIZE - 7);
        assertThat(FactChain.intact(FactChain.START, List.of())).isZero();
    }

    @Test
    void oneThatBeginsAfterSomethingElseIsBrokenAtOnce() {
        assertThat(FactChain.intact(FactChain.START, entries.subList(1, SIZE))).isZero();
    }

    @Test
    void aChangedEntryBreaksIt() {
        for (int i = 0; i < SIZE; i++) {
            List<FactLog.Entry> changed = new ArrayList<>(entries);
            FactLog.Entry entry = changed.get(i);
            Fact fact = entry.fact();
            Fact other = new Fact(
                    fact.id(),
                    fact.at() + 1,
                    fact.worker(),
                    fact.place(),
                    fact.type(),
                    fact.effect(),
                    fact.why(),
                    fact.reporter(),
                    fact.until());
            changed.set(i, new FactLog.Entry(entry.position(), other, entry.hash()));
            assertThat(FactChain.intact(FactChain.START, changed)).isEqualTo(i);
        }
    }

    @Test
    void anEntryThatIsMissingBreaksIt() {
        for (int i = 0; i < SIZE - 1; i++) {
            List<FactLog.Entry> shorter = new ArrayList<>(entries);
            shorter.remove(i);
            assertThat(FactChain.intact(FactChain.START, shorter)).isEqualTo(i);
        }
    }

    @Test
    void entriesThatChangedPlacesBreakIt() {
        for (int i = 0; i < SIZE - 1; i++) {
            List<FactLog.Entry> swapped = new ArrayList<>(entries);
            Collections.swap(swapped, i, i + 1);
            assertThat(FactChain.intact(FactChain.START, swapped)).isEqualTo(i);
        }
    }
}
