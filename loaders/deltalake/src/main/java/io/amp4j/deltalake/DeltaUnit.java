package io.amp4j.deltalake;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Files that no log names until the commit. Used by one thread. */
final class DeltaUnit implements Unit {
    private enum Stage {
        OPEN,
        /** The commit has begun, and did not return: whether a log names the files, only the log knows. */
        UNDECIDED,
        ENDED
    }

    private final DeltaSession session;
    private final DataFiles files;
    private final Removal removal;
    private final RowWriter rows;
    private Stage stage = Stage.OPEN;
    private boolean deletes;
    private boolean writes;

    DeltaUnit(DeltaSession session, LoadRequest request, DataFiles files) {
        this.session = session;
        this.files = files;
        this.removal = new Removal(files);
        this.rows = new RowWriter(files, request);
    }

    @Override
    public long delete(List<StreamRecord> records) {
        requireUndeleted();
        session.take(removal, StateIds.of(records));
        return -1;
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        requireUndeleted();
        session.takeUnnamed(removal, files.table(), voided);
        return -1;
    }

    @Override
    public void deleteAll() {
        requireUndeleted();
        removal.whole(files.table().files());
    }

    private void requireUndeleted() {
        requireOpen();
        if (deletes || writes) {
            throw new IllegalStateException("a unit deletes once, and before it writes");
        }
        deletes = true;
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        requireOpen();
        writes = true;
        rows.write(id, range, batch);
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        rows.finish();
        files.force();
        stage = Stage.UNDECIDED;
        session.commit(removal, files, change);
        stage = Stage.ENDED;
        session.ended(this);
        return change.added();
    }

    private void requireOpen() {
        if (stage != Stage.OPEN) {
            throw new IllegalStateException("the unit has ended");
        }
    }

    /** Deletes its files, unless a log may name them; those that none names a VACUUM deletes. */
    @Override
    public void close() {
        rows.close();
        if (stage == Stage.OPEN) {
            files.discard();
        }
        stage = Stage.ENDED;
        session.ended(this);
    }
}
