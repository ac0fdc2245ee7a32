package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadBuilder;
import java.util.List;

/** How far the jobs of a story are asked to load: some are live, others go up to a block first, then further, job by job. */
final class Aim {
    /** For jobs without an end. */
    private static final long LIVE = -1;

    private final World world;
    private long lastBlock;
    private long ends;

    Aim(World world) {
        this.world = world;
        this.lastBlock = world.temper().toBlock();
    }

    /** The last block of the next job, or {@link #LIVE}. */
    long lastBlock() {
        return lastBlock;
    }

    /** How many jobs came to their last block. */
    long ends() {
        return ends;
    }

    /** Asks a job for what was aimed at. */
    static void ask(LoadBuilder builder, long block) {
        if (block != LIVE) {
            builder.toBlock(block);
        }
    }

    /** Whether a destination holds all that a job was asked for which says that it is done. */
    static boolean isReached(long block, List<StreamRecord> records) {
        return block != LIVE
                && !records.isEmpty()
                && records.get(records.size() - 1).range().end() >= block
                && new StreamHistory(StreamOrigin.earliest(), records).gaps().isEmpty();
    }

    /**
     * A job came to its last block: the next one goes further. Once the chain rests, up to its head, which no job has seen before: so the last job
     * cannot but meet what became of the blocks below.
     */
    void reached(long block) {
        ends++;
        if (block != lastBlock) {
            return; // a job that had slept; another one went further meanwhile
        }
        long head = world.chain().head();
        if (world.isCalm() && block >= head) {
            world.isLoaded();
        } else if (world.isCalm()) {
            lastBlock = head;
        } else {
            lastBlock = world.random().nextInt(4) == 0
                    ? LIVE
                    : block + 1 + world.random().nextInt(30);
        }
    }
}
