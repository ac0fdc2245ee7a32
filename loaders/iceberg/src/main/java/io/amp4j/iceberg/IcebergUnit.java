package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Files that no snapshot names, until one commit makes them part of the table and takes others away. */
class IcebergUnit implements Unit {
    private static final long NOT_COUNTED = -1;

    final IcebergSession session;
    final UnitFiles files;
    private Removal removal = new Removal.Nothing();
    private boolean open = true;

    IcebergUnit(IcebergSession session, UnitFiles files) {
        this.session = session;
        this.files = files;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        requireOpen();
        List<BatchId> ids = records.stream().map(StreamRecord::requireId).toList();
        if (!ids.isEmpty()) {
            removal = new Removal.OfIds(Set.copyOf(ids));
        }
        Map<BatchId, Long> rows =
                session.states().entry(session.request().streamId()).rows();
        return rows.keySet().containsAll(ids)
                ? ids.stream().mapToLong(rows::get).sum()
                : NOT_COUNTED;
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        requireOpen();
        TableStates states = session.states();
        SharedTable.requireSole(session.request(), states.all());
        StreamState state = states.entry(session.request().streamId()).state();
        removal = new Removal.OfAllBut(state.idsWithout(voided));
        return NOT_COUNTED;
    }

    @Override
    public void deleteAll() {
        requireOpen();
        removal = new Removal.OfAll();
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        requireOpen();
        session.translating(() -> take(id, range, rows));
    }

    void take(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        files.write(id, range, rows);
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        List<StreamRecord> added = session.translating(() -> session.commit(contents(removal), change));
        open = false;
        release();
        return added;
    }

    /** What is left to do before the commit. */
    IcebergSession.Contents contents(Removal asked) {
        return new IcebergSession.Contents(files, files.finish(), asked);
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (!session.doubts(files)) {
                abandonFiles();
            }
            release();
        }
    }

    /** Deletes what was written. */
    void abandonFiles() {
        files.abandon();
    }

    /** Lets go of what the unit holds beside its files. */
    void release() {
        session.ended(this);
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the unit has ended");
        }
    }
}
