package io.amp4j.loader.testkit.engine;

import io.amp4j.client.BatchStream;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose server says what a test wrote down: one script for each stream that is started. */
final class ScriptedQuery implements Query {
    static final Schema SCHEMA =
            new Schema(List.of(new Field("number", FieldType.nullable(new ArrowType.Int(64, true)), List.of())));

    private final BufferAllocator allocator;
    private final TestClock clock;
    private final Deque<Script> scripts;
    private final List<Optional<Cursor>> cursors = new ArrayList<>();
    private final List<ScriptedStream> streams = new ArrayList<>();

    ScriptedQuery(BufferAllocator allocator, TestClock clock, Script... scripts) {
        this.allocator = allocator;
        this.clock = clock;
        this.scripts = new ArrayDeque<>(Arrays.asList(scripts));
    }

    /** What each stream was started with. */
    List<Optional<Cursor>> cursors() {
        return cursors;
    }

    /** The streams and results that were started. */
    List<ScriptedStream> streams() {
        return streams;
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
        return SCHEMA;
    }

    @Override
    public BatchStream batches() {
        ScriptedStream stream = new ScriptedStream(allocator, clock, scripts.remove());
        streams.add(stream);
        return stream;
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        cursors.add(Optional.ofNullable(cursor));
        return batches();
    }
}
