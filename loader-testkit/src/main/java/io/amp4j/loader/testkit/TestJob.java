package io.amp4j.loader.testkit;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Drives a session as the engine does, a step at a time. */
final class TestJob implements AutoCloseable {
    private static final int ROWS_A_BATCH = 7;

    private final BufferAllocator allocator;
    private final LoadSession session;
    private StreamState state;

    TestJob(Loader loader, LoadRequest request, BufferAllocator allocator) {
        this.allocator = allocator;
        this.session = loader.open(request);
        this.state = session.opened();
    }

    LoadSession session() {
        return session;
    }

    /** As the job believes it to be: what it opened with, and its commits since. */
    StreamState state() {
        return state;
    }

    /** The committed record of a microbatch. */
    StreamRecord record(BlockRange range) {
        return state.records().stream()
                .filter(record -> record.range().equals(range))
                .findFirst()
                .orElseThrow();
    }

    /** Commits microbatches as one unit. */
    void commit(BlockRange... microbatches) {
        replace(List.of(), microbatches);
    }

    /** Commits a unit that removes records and adds microbatches. */
    void replace(List<StreamRecord> voided, BlockRange... microbatches) {
        try (Unit unit = session.begin()) {
            stage(unit, voided, microbatches);
            finish(unit, voided, microbatches);
        }
    }

    /** Deletes and writes, and leaves the unit open. */
    void stage(Unit unit, List<StreamRecord> voided, BlockRange... microbatches) {
        if (!voided.isEmpty()) {
            unit.delete(voided);
        }
        for (BlockRange microbatch : microbatches) {
            write(unit, microbatch);
        }
    }

    /** Commits what {@link #stage} did. */
    void finish(Unit unit, List<StreamRecord> voided, BlockRange... microbatches) {
        List<StreamRecord> added = unit.commit(change(voided, microbatches));
        state = state.apply(new StateChange(voided, added, null));
    }

    static StateChange change(List<StreamRecord> voided, BlockRange... microbatches) {
        List<StreamRecord> added = new ArrayList<>();
        for (BlockRange microbatch : microbatches) {
            added.add(new StreamRecord(BatchId.of(microbatch), microbatch, now(), null));
        }
        return new StateChange(voided, added, null);
    }

    void write(Unit unit, BlockRange microbatch) {
        BatchId id = BatchId.of(microbatch);
        BlockRows.forEachBatch(allocator, microbatch, ROWS_A_BATCH, rows -> unit.write(id, microbatch, rows));
    }

    /** Rows of a batch load, taken from a range that is not the load's own. */
    void writeLoad(Unit unit, String loadId, BlockRange rows) {
        BatchId id = BatchId.ofLoad(loadId);
        BlockRows.forEachBatch(allocator, rows, ROWS_A_BATCH, batch -> unit.write(id, null, batch));
    }

    void writeLoad(Unit unit, String loadId, VectorSchemaRoot rows) {
        unit.write(BatchId.ofLoad(loadId), null, rows);
    }

    void finishLoad(Unit unit, String loadId, long rows) {
        LoadRecord load = new LoadRecord(loadId, BatchId.ofLoad(loadId), rows, now());
        StateChange change = new StateChange(List.of(), List.of(), load);
        unit.commit(change);
        state = state.apply(change);
    }

    /** A batch load of the rows of a range, in one unit. */
    void load(String loadId, BlockRange rows) {
        try (Unit unit = session.begin()) {
            writeLoad(unit, loadId, rows);
            finishLoad(unit, loadId, rows.blocks() * BlockRows.ROWS_A_BLOCK);
        }
    }

    /** What the engine does after a failure. */
    StreamState recover() {
        state = session.recover();
        return state;
    }

    Optional<LoadRecord> loaded(@Nullable String loadId) {
        return loadId == null ? Optional.empty() : state.load(loadId);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        session.close();
    }
}
