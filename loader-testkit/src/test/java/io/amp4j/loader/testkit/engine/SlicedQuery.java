package io.amp4j.loader.testkit.engine;

import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose server says what a test wrote down for each way that a stream is started. What nobody wrote down is quiet. Thread-safe. */
final class SlicedQuery implements Query {
    private final BufferAllocator allocator;
    private final BlockRange blocks;
    private final Map<String, Deque<Script>> scripts = new HashMap<>();
    private final List<String> started = new CopyOnWriteArrayList<>();

    /** The blocks that the server has, as it says when it is asked for nothing else. */
    SlicedQuery(BufferAllocator allocator, BlockRange blocks) {
        this.allocator = allocator;
        this.blocks = blocks;
    }

    /** What streams say that are started without a cursor, one after another; the first one only shows where the blocks begin. */
    SlicedQuery start(Script... saying) {
        return on("start", saying);
    }

    /** What streams say that are started at a block of which no parent is known. */
    SlicedQuery at(long block, Script... saying) {
        return on("at " + block, saying);
    }

    /** What streams say that are started behind a block. */
    SlicedQuery behind(String hash, Script... saying) {
        return on("behind " + hash, saying);
    }

    private synchronized SlicedQuery on(String way, Script... saying) {
        scripts.computeIfAbsent(way, any -> new ArrayDeque<>()).addAll(Arrays.asList(saying));
        return this;
    }

    /** How streams were started, in order. */
    List<String> started() {
        return started;
    }

    @Override
    public String sql() {
        return "SELECT number FROM test.numbers";
    }

    @Override
    public Query withSql(String sql) {
        return this;
    }

    @Override
    public Schema schema() {
        return ScriptedQuery.SCHEMA;
    }

    @Override
    public BatchStream batches() {
        return new ScriptedStream(allocator, new TestClock(), Script.script().watermark(blocks));
    }

    @Override
    public synchronized BatchStream stream(@Nullable Cursor cursor) {
        String way = way(cursor);
        started.add(way);
        Deque<Script> left = scripts.getOrDefault(way, new ArrayDeque<>());
        Script script = left.isEmpty() ? Script.script().quiet() : left.remove();
        return new ScriptedStream(allocator, new TestClock(), script);
    }

    private static String way(@Nullable Cursor cursor) {
        if (cursor == null) {
            return "start";
        }
        BlockRef block = cursor.blocks().get("test");
        return block.hash().matches("0xf{64}") ? "at " + block.number() : "behind " + block.hash();
    }
}
