package io.amp4j.snowflake;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * One attempt through a channel: its intent is committed, then its rows go, by themselves and outside of every transaction; once the server has them all in
 * the table, one transaction deletes what is void, forgets the intent and changes the state. Experimental, as all of Snowpipe Streaming here.
 */
final class PipeUnit implements Unit {
    private final PipeStream stream;
    private final String attempt = PipeStream.newAttempt();
    private final JsonRows rows = new JsonRows();
    private @Nullable PipeChannel channel;
    private @Nullable RowChoice voided;
    private boolean isReorg;
    private int requests;
    private boolean isCommitting;
    private boolean isOpen = true;

    PipeUnit(PipeStream stream) {
        this.stream = stream;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        isReorg = !records.isEmpty();
        voided = isReorg ? RowChoice.of(records) : null;
        return isReorg ? -1 : 0;
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voidedRecords) {
        voided = stream.unnamed(voidedRecords);
        isReorg = true;
        return -1;
    }

    @Override
    public void deleteAll() {
        voided = RowChoice.all();
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        requireOpen();
        List<@Nullable String> marks =
                new ArrayList<>(stream.table().marks(id, range).values());
        marks.add(attempt);
        rows.write(batch, marks, this::send);
    }

    private void send(byte[] zippedRows) {
        PipeChannel open = channel;
        if (open == null) {
            open = stream.channel(attempt, isReorg);
            channel = open;
        }
        requests++;
        stream.append(open, offset(), zippedRows);
    }

    /** The channel's offset token names the attempt, and how many requests of it there were. */
    private String offset() {
        return attempt + "-" + requests;
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        try {
            if (!rows.isEmpty()) {
                send(rows.take());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<StreamRecord> added = new ArrayList<>();
        for (StreamRecord record : change.added()) {
            String by = record.isMerged() || channel == null ? record.attempt() : attempt;
            added.add(new StreamRecord(record.id(), record.range(), record.committedAt(), by));
        }
        StateChange marked = new StateChange(change.removed(), added, change.load());
        if (channel != null) {
            stream.awaitRows(channel, offset(), attempt, rows.rows());
        }
        isCommitting = true;
        stream.commit(attempt, voided, marked);
        isOpen = false;
        stream.ended(this, channel);
        return added;
    }

    private void requireOpen() {
        if (!isOpen) {
            throw new IllegalStateException("the unit has ended");
        }
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            stream.rolledBack(this, attempt, isCommitting ? null : channel);
        }
    }
}
