package io.amp4j.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random chains, servers, crashes and commits: in the end the destination holds the canonical chain, each row once. A seed gives
 * a run; {@code -Damp.stream.seeds=N} runs more, {@code -Damp.stream.seed=S} one.
 */
class StreamMachinePropertyTest {
    private static final int SEEDS = Integer.getInteger("amp.stream.seeds", 2_000);
    private static final int EVENTS = 250;
    private static final int ENOUGH_MESSAGES = 20_000;

    @Test
    void the_destination_becomes_the_canonical_chain() {
        Long only = Long.getLong("amp.stream.seed");
        Totals totals = new Totals();
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            try {
                run(seed, totals);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        if (only == null) {
            assertThat(totals.resumes).as("the runs went back").isGreaterThan(SEEDS);
            assertThat(totals.commits).as("the runs committed").isGreaterThan(SEEDS * 5L);
            assertThat(totals.repairs).as("some runs went below the retention").isPositive();
        }
    }

    private static final class Totals {
        private long resumes;
        private long commits;
        private long repairs;
    }

    private static void run(long seed, Totals totals) {
        Random random = new Random(seed);
        ModelChain chain = new ModelChain(random, random.nextBoolean() ? 0 : random.nextInt(20));
        chain.grow(random.nextInt(30));
        StreamOrigin origin = random.nextInt(3) == 0
                ? StreamOrigin.from(chain.earliest() + 1 + random.nextInt(40))
                : StreamOrigin.earliest();
        ModelLoad load = new ModelLoad(chain, random, origin);
        long highest = 0;
        for (int i = 0; i < EVENTS; i++) {
            event(random, chain, load);
            highest = Math.max(highest, chain.head());
        }
        finish(chain, load, highest + 45);
        totals.resumes += load.resumes();
        totals.commits += load.commits();
        totals.repairs += load.repairs();
    }

    private static void event(Random random, ModelChain chain, ModelLoad load) {
        int kind = random.nextInt(100);
        if (kind < 70) {
            load.pull();
            return;
        }
        if (kind < 74) {
            load.restart();
            return;
        }
        if (kind < 90) {
            chain.grow(1 + random.nextInt(5));
        } else if (kind < 95) {
            chain.reorganise(1 + random.nextInt(random.nextInt(6) == 0 ? 40 : 8));
        } else if (kind < 98) {
            chain.flipBack();
        } else {
            chain.forgetForks();
        }
        load.chainChanged();
    }

    private static void finish(ModelChain chain, ModelLoad load, long head) {
        chain.grow(head - chain.head());
        load.chainChanged();
        load.chainIsStill();
        for (int i = 0; i < ENOUGH_MESSAGES && !load.isAtHead(); i++) {
            if (!load.pull()) {
                load.commit();
            }
        }
        assertThat(load.isAtHead())
                .as("it gets to the head; it is at %s", load.newest())
                .isTrue();
        load.checkCanonical();
    }
}
