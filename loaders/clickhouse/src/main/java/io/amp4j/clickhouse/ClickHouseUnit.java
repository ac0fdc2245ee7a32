package io.amp4j.clickhouse;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: an intent in the log, rows that carry the attempt, then the commit's entry. What the unit deletes is deleted after its commit, since
 * ClickHouse cannot take a deletion back; until then the commit's entry names those rows, and whoever opens the stream next deletes them.
 */
final class ClickHouseUnit implements Unit {
    private final ClickHouseSession session;
    private final String attempt;
    private final WireBatch wire;
    private Sweep sweep = Sweep.none();
    private @Nullable InsertStream insert;
    private boolean committing;
    private boolean closed;

    ClickHouseUnit(ClickHouseSession session, ClickHouseTable table, String attempt) {
        this.session = session;
        this.attempt = attempt;
        this.wire = table.wireBatch();
    }

    @Override
    public long delete(List<StreamRecord> records) {
        sweep = records.isEmpty() ? Sweep.none() : Sweep.of(records);
        return -1;
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        sweep = session.unnamed(voided).sparing(attempt);
        return -1;
    }

    @Override
    public void deleteAll() {
        sweep = Sweep.allButAttempt(attempt);
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        if (closed) {
            throw new IllegalStateException("the unit has ended");
        }
        if (insert == null) {
            insert = session.insert(attempt, wire);
        }
        String ranges = range == null ? null : MarkerColumns.blockRanges(range);
        try (WireBatch.Sent sent = wire.of(rows, id, ranges, session.allocator())) {
            insert.write(sent.root());
        }
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        finishInsert();
        List<StreamRecord> added = new ArrayList<>();
        for (StreamRecord record : change.added()) {
            String by = record.isMerged() ? null : attempt;
            added.add(new StreamRecord(record.id(), record.range(), record.committedAt(), by));
        }
        committing = true;
        session.commit(attempt, new StateChange(change.removed(), added, change.load()), sweep);
        session.sweep(attempt, sweep);
        closed = true;
        session.finished(this);
        return added;
    }

    private void finishInsert() {
        if (insert != null) {
            insert.finish();
            insert.close();
            insert = null;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (insert != null) {
            insert.close();
        }
        session.rolledBack(this, attempt, committing);
    }
}
