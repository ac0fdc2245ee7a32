package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;

/** A write transaction: deletions, rows, index and state become visible together. */
final class LmdbUnit implements Unit {
    private final LmdbSession session;
    private final WriteTxn txn;
    private final BatchIndex index;
    private @Nullable RowPuts puts;
    private boolean open = true;

    LmdbUnit(LmdbSession session, WriteTxn txn) {
        this.session = session;
        this.txn = txn;
        OpenedTable table = session.table();
        this.index = new BatchIndex(
                session.environment().allocator(),
                txn.txn(),
                table.index(),
                table.rows(),
                session.stream().number());
    }

    @Override
    public long delete(List<StreamRecord> records) {
        return attempt(() -> {
            long deleted = 0;
            for (StreamRecord record : records) {
                deleted += index.delete(record.requireId());
            }
            return deleted;
        });
    }

    /** Deletes the rows of a batch load, as {@link #delete} does those of a microbatch. */
    long deleteLoad(BatchId id) {
        return attempt(() -> index.delete(id));
    }

    /** The index tells this stream's microbatches from those of others, so it needs no scan of the rows. */
    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        Set<Long> kept = session.stream().state().idsWithout(voided).stream()
                .map(BatchIds::toLong)
                .collect(Collectors.toSet());
        return attempt(() -> index.deleteAllBut(kept));
    }

    @Override
    public void deleteAll() {
        attempt(() -> {
            session.table().rows().drop(txn.txn());
            session.table().index().drop(txn.txn());
            return 0L;
        });
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        attempt(() -> {
            puts().put(id, range, ranges(range), rows);
            return 0L;
        });
    }

    private RowPuts puts() {
        if (puts == null) {
            puts = new RowPuts(session, txn.txn(), index);
        }
        return puts;
    }

    private @Nullable String ranges(@Nullable BlockRange range) {
        return range == null || !session.withRanges() ? null : MarkerColumns.blockRanges(range);
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        attempt(() -> {
            index.flush();
            StreamStates states = session.states(txn);
            StoredStream found = states.read(session.request().streamId()).orElseThrow(session::lost);
            session.requireOwn(found);
            StoredStream next = states.apply(found, change);
            endPuts();
            txn.commit();
            session.committed(next);
            return 0L;
        });
        close();
        return change.added();
    }

    /** One step within the transaction. */
    private interface Work {
        long run();
    }

    private long attempt(Work work) {
        if (!open) {
            throw new IllegalStateException("the unit has ended");
        }
        try {
            return work.run();
        } catch (LmdbException e) {
            throw session.failure(e);
        }
    }

    private void endPuts() {
        if (puts != null) {
            puts.close();
            puts = null;
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        endPuts();
        index.close();
        txn.close();
    }
}
