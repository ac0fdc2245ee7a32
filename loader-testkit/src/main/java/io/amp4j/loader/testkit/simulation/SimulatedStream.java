package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One connection to the simulated server: it sends microbatches as the protocol says, and goes back when what it sent is orphaned. */
final class SimulatedStream implements BatchStream {
    private final World world;
    private final SimulatedChain chain;
    private final Random random;
    private final VectorSchemaRoot root;
    private final long lastBlock;
    private final Deque<SimulatedMessage> microbatch = new ArrayDeque<>();
    private @Nullable BlockRange brokenOff;
    private @Nullable BlockRef lastSent;
    private long next;
    private boolean answeredEmpty;
    private boolean cancelled;
    private boolean closed;

    /**
     * A connection that was just opened.
     *
     * @param cursor where the client goes on, or null
     * @param lastBlock the last block whose rows the query selects; microbatches go on behind it, without rows
     */
    SimulatedStream(World world, BufferAllocator allocator, @Nullable Cursor cursor, long lastBlock) {
        this.world = world;
        this.chain = world.chain();
        this.random = world.random();
        this.lastBlock = lastBlock;
        this.root = VectorSchemaRoot.create(SimulatedQuery.SCHEMA, allocator);
        BlockRef behind = cursor == null ? null : cursor.blocks().get(SimulatedQuery.NETWORK);
        this.next = behind == null || beginsAnywhere(behind) ? chain.earliest() : ServerCursor.after(chain, behind);
        this.lastSent = behind != null && next > behind.number() ? behind : null;
    }

    private boolean beginsAnywhere(BlockRef behind) {
        return world.temper().beginsAnywhere() && !chain.wasEver(behind.hash());
    }

    @Override
    public Schema schema() {
        return SimulatedQuery.SCHEMA;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            failIfCancelled();
            if (answeredEmpty) {
                return null;
            }
            if (isEmptyChain()) {
                return answerEmpty();
            }
            if (failed()) {
                return null;
            }
            SimulatedMessage message = poll();
            if (message != null) {
                return send(message);
            }
            world.awaitEvent(() -> cancelled, Stage.NEVER);
        }
    }

    private void failIfCancelled() {
        if (cancelled || closed) {
            throw new AmpException(ClientError.CANCELLED, "the simulated stream was cancelled");
        }
    }

    private boolean isEmptyChain() {
        return lastSent == null && chain.head() < chain.earliest();
    }

    private Batch answerEmpty() {
        answeredEmpty = true;
        root.clear();
        root.setRowCount(0);
        return new Batch(root, new BatchMetadata(List.of(), true));
    }

    /** Breaks, or ends without a reason, or restarts and has forgotten its forks. */
    private boolean failed() {
        if (!world.chance(world.temper().serverFaults())) {
            return false;
        }
        int how = random.nextInt(4);
        if (how == 0) {
            world.note(() -> "the server ends the stream");
            return lastSent != null;
        }
        if (how == 1) {
            chain.forgetForks();
        }
        throw failure(how == 1 ? "the server restarts" : "the connection breaks");
    }

    private AmpException failure(String what) {
        world.note(() -> what);
        return new AmpException(ClientError.UNAVAILABLE, "the simulated connection broke");
    }

    private @Nullable SimulatedMessage poll() {
        dropOrphanedMicrobatch();
        if (microbatch.isEmpty()) {
            beginMicrobatch();
        }
        SimulatedMessage message = microbatch.poll();
        if (message != null && message.range().equals(brokenOff)) {
            throw failure("the server cannot say again what it broke off");
        }
        return message;
    }

    /**
     * A server may finish a microbatch that was orphaned under its hands, or break it off. It must not begin the same one again on the same
     * connection, should the chain come back: its messages look like more of the first ones, and no client could tell.
     */
    private void dropOrphanedMicrobatch() {
        SimulatedMessage first = microbatch.peek();
        if (first == null || isCanonical(first.range()) || random.nextBoolean()) {
            return;
        }
        world.note(() -> "the server breaks off %s".formatted(first.range()));
        microbatch.clear();
        brokenOff = wasBegun(first.range()) ? first.range() : brokenOff;
        if (lastSent != null) {
            next = ServerCursor.after(chain, lastSent);
        } else {
            next = Math.min(next, first.range().start());
        }
    }

    private boolean wasBegun(BlockRange range) {
        return lastSent != null && lastSent.equals(end(range));
    }

    private static BlockRef end(BlockRange range) {
        return new BlockRef(range.end(), Objects.requireNonNull(range.hash()));
    }

    private boolean isCanonical(BlockRange range) {
        return chain.isCanonical(range.end(), Objects.requireNonNull(range.hash()));
    }

    private void beginMicrobatch() {
        if (lastSent != null && !chain.isCanonical(lastSent.number(), lastSent.hash())) {
            next = ServerCursor.after(chain, lastSent);
        }
        if (next > chain.head()) {
            return;
        }
        long size = 1L + random.nextInt(world.temper().largestMicrobatch());
        long end = Math.min(chain.head(), next + size - 1);
        BlockRange range =
                new BlockRange(SimulatedQuery.NETWORK, next, end, chain.at(end).hash(), chain.parentHashOf(next));
        next = end + 1;
        fill(range);
    }

    private void fill(BlockRange range) {
        List<SimulatedRow> rows = chain.rowsOf(range.start(), Objects.requireNonNull(range.hash())).stream()
                .filter(row -> row.blockNumber() <= lastBlock)
                .toList();
        int from = 0;
        while (from < rows.size()) {
            int to = random.nextBoolean() ? rows.size() : from + 1 + random.nextInt(rows.size() - from);
            microbatch.add(new SimulatedMessage(range, rows.subList(from, to), false));
            from = to;
            keepAlive(range);
        }
        microbatch.add(new SimulatedMessage(range, List.of(), true));
        if (random.nextInt(10) == 0) {
            microbatch.add(new SimulatedMessage(range, List.of(), true));
        }
    }

    private void keepAlive(BlockRange range) {
        if (random.nextInt(8) == 0) {
            microbatch.add(new SimulatedMessage(range, List.of(), false));
        }
    }

    private Batch send(SimulatedMessage message) {
        world.passUpTo(20);
        BlockRange range = message.range();
        lastSent = end(range);
        brokenOff = null;
        SimulatedRows.fill(root, message.rows());
        world.note(() ->
                "sent %s, %d rows%s".formatted(range, message.rows().size(), message.closes() ? ", complete" : ""));
        return new Batch(root, message.metadata());
    }

    @Override
    public boolean await(Duration timeout) {
        long deadline = world.nanos() + timeout.toNanos();
        while (!isReady()) {
            if (world.nanos() >= deadline) {
                return false;
            }
            world.awaitEvent(() -> cancelled, deadline);
        }
        return true;
    }

    private boolean isReady() {
        if (cancelled || answeredEmpty || isEmptyChain() || !microbatch.isEmpty()) {
            return true;
        }
        beginMicrobatch();
        return !microbatch.isEmpty();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {
        closed = true;
        root.close();
    }
}
