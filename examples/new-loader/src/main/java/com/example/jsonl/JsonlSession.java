package com.example.jsonl;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One job's hold on a table: its lock, and its epoch. */
final class JsonlSession implements LoadSession {
    private final TableDirectory table;
    private final RowFormat format;
    private final TableLock lock;
    private final StreamState opened;
    private @Nullable JsonlUnit unit;

    private JsonlSession(TableDirectory table, RowFormat format, TableLock lock, StreamState opened) {
        this.table = table;
        this.format = format;
        this.lock = lock;
        this.opened = opened;
    }

    static JsonlSession open(TableDirectory table, LoadRequest request) {
        RowFormat format = new RowFormat(request);
        TableLock lock = TableLock.take(table.path());
        try {
            return new JsonlSession(table, format, lock, claim(table, request));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Everything that an opening changes is in one manifest: a crash leaves the old one or the new one. */
    private static StreamState claim(TableDirectory table, LoadRequest request) {
        Optional<Manifest> found = table.read();
        Optional<StreamState> known = found.map(manifest -> manifest.states().get(request.streamId()));
        StreamState admitted = Admission.admit(request, known, () -> found.isEmpty() && table.hasRows());
        if (found.isEmpty() && request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "table " + request.table() + " is missing, and creating it was switched off");
        }
        Manifest kept = found.orElse(Manifest.EMPTY);
        if (request.resumePolicy() == ResumePolicy.START_OVER) {
            kept = kept.without(file -> file.stream().equals(request.streamId()));
        }
        StreamState claimed = new StreamState(
                admitted.header().withEpoch(admitted.header().epoch() + 1), admitted.records(), admitted.loads());
        table.replace(kept.with(claimed));
        table.sweep(kept);
        return claimed;
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        endUnit();
        unit = new JsonlUnit(this);
        return unit;
    }

    @Override
    public StreamState recover() {
        endUnit();
        Manifest committed = committed();
        table.sweep(committed);
        return stateIn(committed);
    }

    /** What is committed now. The lock keeps other jobs out; the epoch shows it if a file system let one in all the same. */
    Manifest committed() {
        Manifest manifest = table.read().orElseThrow(this::lost);
        if (stateIn(manifest).header().epoch() != opened.header().epoch()) {
            throw new AmpException(
                    LoadError.FENCED,
                    "a newer job holds stream '" + streamId() + "'; this one must not write any more");
        }
        return manifest;
    }

    StreamState stateIn(Manifest manifest) {
        StreamState state = manifest.states().get(streamId());
        if (state == null) {
            throw lost();
        }
        return state;
    }

    private AmpException lost() {
        return new AmpException(
                LoadError.STATE_LOST,
                "the state of stream '" + streamId() + "' is gone from " + table.path()
                        + ", deleted while the load ran. Restore the manifest, or load into another table");
    }

    String streamId() {
        return opened.header().streamId();
    }

    TableDirectory table() {
        return table;
    }

    RowFormat format() {
        return format;
    }

    private void endUnit() {
        if (unit != null) {
            unit.close();
            unit = null;
        }
    }

    @Override
    public void close() {
        endUnit();
        lock.close();
    }
}
