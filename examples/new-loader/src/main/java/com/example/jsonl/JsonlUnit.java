package com.example.jsonl;

import com.example.jsonl.Manifest.DataFile;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Files that nobody reads until a manifest names them. Used by one thread. */
final class JsonlUnit implements Unit {
    private enum Stage {
        OPEN,
        /** The commit has begun, and did not return: whether it happened, only the manifest knows. */
        UNDECIDED,
        ENDED
    }

    private static final Predicate<DataFile> NOTHING = file -> false;

    private final JsonlSession session;
    private final String attempt = UUID.randomUUID().toString();
    private final List<DataFile> written = new ArrayList<>();
    private Predicate<DataFile> voided = NOTHING;
    private @Nullable DataFileWriter writer;
    private Stage stage = Stage.OPEN;

    JsonlUnit(JsonlSession session) {
        this.session = session;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        Set<String> ids = ids(records);
        return voiding(file -> isOurs(file) && ids.contains(file.batch()));
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voidedRecords) {
        List<StreamRecord> kept =
                new ArrayList<>(session.stateIn(session.committed()).records());
        kept.removeAll(voidedRecords);
        Set<String> ids = ids(kept);
        return voiding(file -> isOurs(file) && !ids.contains(file.batch()));
    }

    @Override
    public void deleteAll() {
        voiding(file -> true);
    }

    /** Remembers what the commit will leave out. The files stay: until then, readers need them. */
    private long voiding(Predicate<DataFile> which) {
        requireOpen();
        if (writer != null || voided != NOTHING) {
            throw new IllegalStateException("a unit deletes once, and before it writes");
        }
        voided = which;
        return session.committed().files().stream()
                .filter(which)
                .mapToLong(DataFile::rows)
                .sum();
    }

    private boolean isOurs(DataFile file) {
        return file.stream().equals(session.streamId());
    }

    private static Set<String> ids(List<StreamRecord> records) {
        return records.stream()
                .map(StreamRecord::id)
                .filter(Objects::nonNull)
                .map(BatchId::value)
                .collect(Collectors.toSet());
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        requireOpen();
        try {
            writerOf(id).write(session.format(), range, rows);
        } catch (IOException e) {
            throw Failures.of(e, session.table().path());
        }
    }

    /** A file for each microbatch, named by the attempt: a retry never meets what this one left. */
    private DataFileWriter writerOf(BatchId id) throws IOException {
        if (writer == null || !writer.batch().equals(id)) {
            finishFile();
            Path file = session.table().path().resolve(attempt + "-" + written.size() + ".jsonl");
            writer = new DataFileWriter(file, id);
        }
        return writer;
    }

    private void finishFile() throws IOException {
        if (writer != null) {
            writer.close();
            session.table().toDisk(writer.path());
            written.add(writer.file(session.streamId()));
            writer = null;
        }
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        try {
            finishFile();
        } catch (IOException e) {
            throw Failures.of(e, session.table().path());
        }
        Manifest old = session.committed();
        Manifest next =
                old.without(voided).with(written).with(session.stateIn(old).apply(change));
        stage = Stage.UNDECIDED;
        session.table().replace(next);
        stage = Stage.ENDED;
        old.files().stream().filter(voided).forEach(session.table()::discard);
        return change.added();
    }

    private void requireOpen() {
        if (stage != Stage.OPEN) {
            throw new IllegalStateException("the unit has ended");
        }
    }

    /** Deletes its files, unless a manifest may name them: then {@link JsonlSession#recover()} finds out. */
    @Override
    public void close() {
        if (stage == Stage.OPEN) {
            rollBack();
        }
        stage = Stage.ENDED;
    }

    private void rollBack() {
        if (writer != null) {
            Quietly.close(writer);
            written.add(writer.file(session.streamId()));
        }
        written.forEach(session.table()::discard);
    }
}
