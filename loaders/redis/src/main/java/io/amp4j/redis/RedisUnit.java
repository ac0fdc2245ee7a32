package io.amp4j.redis;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A unit, written in one of two ways: its first call tells whether it only adds. */
final class RedisUnit implements Unit {
    private final RedisSession session;
    private @Nullable UnitWriter writer;
    private boolean isCommitting;
    private boolean isClosed;

    RedisUnit(RedisSession session) {
        this.session = session;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        List<BatchName> swept = records.stream().map(RedisUnit::name).toList();
        return stage(swept);
    }

    private static BatchName name(StreamRecord record) {
        if (record.id() == null || record.attempt() == null) {
            throw new IllegalArgumentException("the record of " + record.range() + " names no rows");
        }
        return new BatchName(record.id().value(), record.attempt());
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        return stage(session.unnamed(voided));
    }

    @Override
    public void deleteAll() {
        stage(session.allBatches());
    }

    private long stage(List<BatchName> swept) {
        requireOpen();
        if (writer != null) {
            throw new IllegalStateException("deletions come before rows, and once");
        }
        writer = session.staged(swept);
        return session.rows(swept);
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        requireOpen();
        writer().write(id, range, rows);
    }

    private UnitWriter writer() {
        if (writer == null) {
            writer = session.replaces() ? session.staged(List.of()) : session.direct();
        }
        return writer;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the unit has ended");
        }
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        UnitWriter by = writer();
        List<StreamRecord> added = new ArrayList<>();
        for (StreamRecord record : change.added()) {
            String attempt = record.isMerged() || record.attempt() != null ? record.attempt() : by.attempt;
            added.add(new StreamRecord(record.id(), record.range(), record.committedAt(), attempt));
        }
        isCommitting = true;
        session.commit(by, new StateChange(change.removed(), added, change.load()));
        isClosed = true;
        session.ended(this);
        return added;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        session.ended(this);
        session.rollBack(writer, isCommitting);
    }
}
