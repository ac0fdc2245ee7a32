package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to a chain and its server while somebody reads: so many random events, then calm, and a long new branch. */
final class ModelStorm {
    private final Random random;
    private final ModelChain chain;
    private int eventsLeft;
    private long highest;

    ModelStorm(Random random, int events) {
        this.random = random;
        this.chain = new ModelChain(random, random.nextInt(3));
        this.eventsLeft = events;
        chain.grow(random.nextInt(20));
    }

    ModelChain chain() {
        return chain;
    }

    boolean isOver() {
        return eventsLeft == 0;
    }

    /** Perhaps changes the chain, perhaps breaks the connection. */
    void blow() {
        if (isOver()) {
            return;
        }
        eventsLeft--;
        int kind = random.nextInt(40);
        if (kind < 12) {
            chain.grow(1 + random.nextInt(4));
        } else if (kind < 15) {
            chain.reorganise(1 + random.nextInt(8));
        } else if (kind < 17) {
            chain.flipBack();
        } else if (kind < 18) {
            chain.forgetForks();
        }
        highest = Math.max(highest, chain.head());
        if (isOver()) {
            chain.grow(highest + 20 - chain.head());
        }
        if (kind > 37) {
            throw new AmpException(ClientError.UNAVAILABLE, "the model's connection broke");
        }
    }

    List<String> canonicalRows(long from) {
        List<String> rows = new ArrayList<>();
        chain.blocks(Math.max(from, chain.earliest()), chain.head()).forEach(block -> rows.addAll(block.rows()));
        return rows;
    }
}
