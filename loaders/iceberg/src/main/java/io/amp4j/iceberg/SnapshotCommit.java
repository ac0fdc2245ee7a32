package io.amp4j.iceberg;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot: files that come, files that go, and the stream states; all of it, or nothing. It is refused if anybody has committed states
 * since those that it follows were read: that is what fences a job whose stream a newer one has opened. Other writers may commit in
 * between, as long as the files that go are still there.
 */
final class SnapshotCommit {
    private final Table table;
    private final TableStates before;
    private final List<DataFile> added;
    private final Removal removal;
    private final Removal.Files removed;

    SnapshotCommit(Table table, TableStates before, List<DataFile> added, Removal removal, Removal.Files removed) {
        this.table = table;
        this.before = before;
        this.added = added;
        this.removal = removal;
        this.removed = removed;
    }

    /** A snapshot that has states alone. */
    static TableStates ofStates(Table table, TableStates before, TableStates after) {
        return new SnapshotCommit(table, before, List.of(), new Removal.Nothing(), Removal.Files.NONE).run(after);
    }

    /**
     * Commits.
     *
     * @return the states as the new snapshot carries them
     * @throws CommitFailedException if it was not committed, since others were faster; it can be built anew on what is there now
     * @throws ValidationException as that, since others have changed what it builds on
     * @throws RuntimeException anything else: whether it was committed is not known
     */
    TableStates run(TableStates after) {
        StateSnapshots.Prepared prepared = StateSnapshots.prepare(table, after);
        Transaction transaction = table.newTransaction();
        Snapshot parent = table.currentSnapshot();
        SnapshotUpdate<?> update = update(transaction, parent);
        update.set(StateSnapshots.KEY, prepared.summary());
        update.scanManifestsWith(CallerThread.INSTANCE);
        update.writeManifestsWith(CallerThread.INSTANCE, 1);
        update.validateWith(new Condition(before.snapshot(), strictParent(parent)));
        update.commit();
        long snapshot = transaction.table().currentSnapshot().snapshotId();
        prepared.register(transaction, snapshot);
        transaction.commitTransaction();
        return prepared.states().carriedBy(snapshot);
    }

    private SnapshotUpdate<?> update(Transaction transaction, @Nullable Snapshot parent) {
        if (removal instanceof Removal.OfAll) {
            OverwriteFiles overwrite = transaction.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
            added.forEach(overwrite::addFile);
            return overwrite;
        }
        List<DeleteFile> deletes = deletes();
        if (!deletes.isEmpty()) {
            return delta(transaction, deletes);
        }
        if (removed.whole().isEmpty()) {
            AppendFiles append = transaction.newAppend();
            added.forEach(append::appendFile);
            return append;
        }
        OverwriteFiles overwrite = transaction.newOverwrite().validateNoConflictingDeletes();
        if (parent != null) {
            overwrite.validateFromSnapshot(parent.snapshotId());
        }
        removed.whole().forEach(overwrite::deleteFile);
        added.forEach(overwrite::addFile);
        return overwrite;
    }

    private List<DeleteFile> deletes() {
        if (removal instanceof Removal.OfKeys keys) {
            return keys.deletes();
        }
        return removed.ids().isEmpty() ? List.of() : EqualityDeletes.of(table, removed.ids(), removed.mixed());
    }

    private SnapshotUpdate<?> delta(Transaction transaction, List<DeleteFile> deletes) {
        RowDelta delta = transaction.newRowDelta();
        if (!removed.whole().isEmpty()) {
            delta.validateDeletedFiles();
        }
        removed.whole().forEach(delta::removeRows);
        added.forEach(delta::addRows);
        deletes.forEach(delta::addDeletes);
        return delta;
    }

    /** Where rows are marked as deleted, the files that may have them are those of one snapshot. */
    private Optional<Long> strictParent(@Nullable Snapshot parent) {
        return removed.ids().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(parent).map(Snapshot::snapshotId);
    }

    /** What must hold for the snapshot that the new one is put on, however often Iceberg tries. */
    private record Condition(@Nullable Long carrier, Optional<Long> parent) implements SnapshotAncestryValidator {
        @Override
        public boolean validate(Iterable<Snapshot> ancestors) {
            Long found =
                    StateSnapshots.carrier(ancestors).map(Snapshot::snapshotId).orElse(null);
            return Objects.equals(found, carrier) && (parent.isEmpty() || isParent(ancestors));
        }

        private boolean isParent(Iterable<Snapshot> ancestors) {
            for (Snapshot newest : ancestors) {
                return newest.snapshotId() == parent.orElseThrow();
            }
            return false;
        }

        @Override
        public String errorMessage() {
            return "another writer has committed in between";
        }
    }
}
