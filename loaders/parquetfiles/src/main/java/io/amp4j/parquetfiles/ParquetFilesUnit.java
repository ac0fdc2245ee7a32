package io.amp4j.parquetfiles;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Files that no manifest names yet, and what the next one will leave out. */
final class ParquetFilesUnit implements Unit {
    private final ParquetFilesSession session;
    private final String attempt;
    private final List<DataFile> written = new ArrayList<>();
    private Predicate<DataFile> voided = file -> false;
    private @Nullable OpenFile file;
    private Stage stage = Stage.OPEN;

    private enum Stage {
        OPEN,
        /** A commit threw: a manifest may name the files. */
        UNDECIDED,
        ENDED
    }

    ParquetFilesUnit(ParquetFilesSession session) {
        this.session = session;
        this.attempt = session.filePrefix() + UUID.randomUUID();
    }

    /** What the names of its files begin with. */
    String attempt() {
        return attempt;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        Set<BatchId> ids = records.stream().map(StreamRecord::requireId).collect(Collectors.toSet());
        return leaveOut(row -> session.isOwn(row) && ids.contains(row.batch()));
    }

    /** Each file names its stream, so that the rows of others are never meant. */
    @Override
    public long deleteUnnamed(List<StreamRecord> gone) {
        Set<BatchId> kept = session.state().idsWithout(gone);
        return leaveOut(row -> session.isOwn(row) && !kept.contains(row.batch()));
    }

    @Override
    public void deleteAll() {
        requireOpen();
        voided = row -> true;
    }

    /** Only what is there now: a unit beside this one may commit before it does. */
    private long leaveOut(Predicate<DataFile> condition) {
        requireOpen();
        List<DataFile> files =
                session.committed().files().stream().filter(condition).toList();
        voided = Set.copyOf(files)::contains;
        return files.stream().mapToLong(DataFile::rows).sum();
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        requireOpen();
        try {
            OpenFile into = fileOf(id, range);
            into.write(rows);
            if (into.bytes() >= session.format().fileBytes()) {
                finishFile();
            }
        } catch (AmpException e) {
            throw FileFormat.translated(e);
        }
    }

    /** A file for each microbatch, so that a reorg is a manifest without some files, and none is ever rewritten. */
    private OpenFile fileOf(BatchId id, @Nullable BlockRange range) {
        if (file != null && !file.batch().equals(id)) {
            finishFile();
        }
        if (file == null) {
            String name = attempt + "-" + written.size() + TableFolder.DATA;
            file = new OpenFile(session.table(), session.request(), session.format(), name, id);
            if (FileFormat.withRanges(session.request())) {
                file.ranges(range);
            }
        }
        return file;
    }

    private void finishFile() {
        if (file != null) {
            DataFile done = file.finish(session.request().streamId());
            written.add(done);
            file.close();
            file = null;
        }
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        try {
            finishFile();
        } catch (AmpException e) {
            throw FileFormat.translated(e);
        }
        session.table().force(names());
        stage = Stage.UNDECIDED;
        session.commit(voided, written, change);
        stage = Stage.ENDED;
        session.ended(this);
        return change.added();
    }

    private List<String> names() {
        return written.stream().map(DataFile::name).toList();
    }

    private void requireOpen() {
        if (stage != Stage.OPEN) {
            throw new IllegalStateException("the unit has ended");
        }
    }

    /** Deletes its files, unless a manifest may name them: then {@link ParquetFilesSession#recover()} finds out. */
    @Override
    public void close() {
        if (stage == Stage.ENDED) {
            return;
        }
        if (file != null) {
            Quietly.close(file);
            file = null;
        }
        if (stage == Stage.OPEN) {
            session.table().discard(names());
        }
        stage = Stage.ENDED;
        session.ended(this);
    }
}
