package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TransactionImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.data.TransactionStateRow;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.FileNames;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a table, and commits on it: the one place that calls Delta Kernel's inner parts to commit. Immutable; a commit gives the table as
 * it is afterwards.
 */
final class DeltaTable {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaTable.class);
    private static final String ENGINE = "amp4j";
    private static final int RETRIES = 50;
    private static final StructType FILE_ACTIONS =
            new StructType().add("add", AddFile.FULL_SCHEMA).add("remove", RemoveFile.FULL_SCHEMA);

    private final Engine engine;
    private final SnapshotImpl snapshot;

    private DeltaTable(Engine engine, SnapshotImpl snapshot) {
        this.engine = engine;
        this.snapshot = snapshot;
    }

    /** The newest version of a table; empty if there is none. */
    static Optional<DeltaTable> load(Engine engine, String path) {
        try {
            return Optional.of(new DeltaTable(
                    engine, (SnapshotImpl) TableManager.loadSnapshot(path).build(engine)));
        } catch (TableNotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw DeltaErrors.of(path, e);
        }
    }

    /** Creates a table; its first commit carries domain metadata already. Throws as a commit does where another writer creates it first. */
    static DeltaTable create(
            Engine engine,
            String path,
            StructType schema,
            List<String> partitionBy,
            Map<String, String> properties,
            Map<String, Optional<String>> domains) {
        var builder = TableManager.buildCreateTableTransaction(path, schema, ENGINE)
                .withTableProperties(properties)
                .withMaxRetries(0);
        if (!partitionBy.isEmpty()) {
            builder = builder.withDataLayoutSpec(DataLayoutSpec.partitioned(
                    partitionBy.stream().map(Column::new).toList()));
        }
        Transaction transaction = builder.build(engine);
        domains.forEach((domain, content) -> content.ifPresent(text -> transaction.addDomainMetadata(domain, text)));
        transaction.commit(engine, CloseableIterable.emptyIterable());
        return load(engine, path).orElseThrow();
    }

    /** An earlier version. Fails where its log is cleaned up. */
    DeltaTable at(long version) {
        return new DeltaTable(engine, (SnapshotImpl)
                TableManager.loadSnapshot(path()).atVersion(version).build(engine));
    }

    /** Whether columns, partitions and properties are those of another version. */
    boolean isLike(DeltaTable other) {
        return snapshot.getMetadata().equals(other.snapshot.getMetadata());
    }

    /** The newest version, which may be this one, still one that can be written. */
    DeltaTable refreshed() {
        return load(engine, path())
                .map(DeltaTable::writable)
                .orElseThrow(() -> new AmpException(
                        LoadError.TABLE_MISSING, "the Delta table " + path() + " is gone, deleted while the load ran"));
    }

    String path() {
        return snapshot.getPath();
    }

    long version() {
        return snapshot.getVersion();
    }

    Engine engine() {
        return engine;
    }

    SnapshotImpl snapshot() {
        return snapshot;
    }

    StructType schema() {
        return snapshot.getSchema();
    }

    List<String> partitionColumns() {
        return snapshot.getPartitionColumnNames();
    }

    Map<String, String> properties() {
        return snapshot.getMetadata().getConfiguration();
    }

    /** What Delta Kernel wants to know of a table that is written to. */
    Row transactionState() {
        return TransactionStateRow.of(snapshot.getMetadata(), snapshot.getProtocol(), path(), RETRIES);
    }

    boolean hasDomains() {
        return TableFeatures.isDomainMetadataSupported(snapshot.getProtocol());
    }

    /** The domain metadata, by domain. */
    Map<String, String> domains() {
        Map<String, String> domains = new HashMap<>();
        snapshot.getActiveDomainMetadataMap()
                .forEach((domain, metadata) -> domains.put(domain, metadata.getConfiguration()));
        return domains;
    }

    /** This table, if Delta Kernel knows all features that its writers must know; commits here do not ask again. */
    DeltaTable writable() {
        try {
            TableFeatures.validateKernelCanWriteToTable(snapshot.getProtocol(), snapshot.getMetadata(), path());
            return this;
        } catch (RuntimeException e) {
            throw new AmpException(LoadError.UNSUPPORTED, "Delta table " + path() + ": " + e.getMessage(), e);
        }
    }

    /** All data files, in memory at once. */
    List<AddFile> files() {
        List<AddFile> files = new ArrayList<>();
        eachFile(files::add);
        return files;
    }

    /** All data files, one after the other. */
    void eachFile(Consumer<AddFile> visitor) {
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(engine, true)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(
                            row -> visitor.accept(new AddFile(row.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL))));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw DeltaErrors.of(path(), e);
        }
    }

    /** What a commit did to the files: a path that was removed, or a file that was added. */
    interface FileActions {
        void removed(String path);

        void added(AddFile file);
    }

    /** Tells what the commits of two versions and those between them did to the files. Fails where their logs are cleaned up. */
    void replay(long from, long to, FileActions actions) {
        for (long version = from; version <= to; version++) {
            replay(version, actions);
        }
    }

    /** A commit's actions have no order, and one that marks rows as deleted removes and adds the same path: what is added comes last. */
    private void replay(long version, FileActions actions) {
        FileStatus commit = FileStatus.of(FileNames.deltaFile(snapshot.getLogPath(), version));
        List<AddFile> added = new ArrayList<>();
        try (var batches = engine.getJsonHandler()
                .readJsonFiles(Utils.singletonCloseableIterator(commit), FILE_ACTIONS, Optional.empty())) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> {
                        if (!row.isNullAt(1)) {
                            actions.removed(new RemoveFile(row.getStruct(1)).getPath());
                        }
                        if (!row.isNullAt(0)) {
                            added.add(new AddFile(row.getStruct(0)));
                        }
                    });
                }
            }
        } catch (IOException | RuntimeException e) {
            throw DeltaErrors.of(path(), e);
        }
        added.forEach(actions::added);
    }

    /**
     * Commits. Foreign commits since this version are let pass where they touch neither the same domains, nor the removed files, nor schema and
     * protocol; else this throws, and so it does where the outcome is not known.
     *
     * @param domains contents by domain; empty to remove one
     * @param transaction the stream's {@code seq}, if it moves
     * @param actions added and removed files
     * @return the table as it is afterwards, at this commit's version or a later one
     */
    Committed commit(
            Map<String, Optional<String>> domains,
            Optional<SetTransaction> transaction,
            List<Row> actions,
            Operation operation) {
        return commit(transaction(Optional.empty(), transaction, operation), domains, actions);
    }

    private TransactionImpl transaction(
            Optional<Metadata> metadata, Optional<SetTransaction> transaction, Operation operation) {
        // Not by the builder: it would look the last SetTransaction up in the whole log at each commit, and the state
        // knows it.
        return new TransactionImpl(
                false,
                snapshot.getDataPath(),
                Optional.of(snapshot),
                ENGINE,
                operation,
                Optional.empty(),
                metadata,
                snapshot.getCommitter(),
                transaction,
                clusteringColumns(),
                Optional.of(RETRIES),
                0,
                System::currentTimeMillis);
    }

    /** Empty for "as they are", which each commit would look up in the whole log; so a table without the feature says that it has none. */
    private Optional<List<Column>> clusteringColumns() {
        return TableFeatures.isClusteringTableFeatureSupported(snapshot.getProtocol())
                ? Optional.empty()
                : Optional.of(List.of());
    }

    private Committed commit(Transaction transaction, Map<String, Optional<String>> domains, List<Row> actions) {
        domains.forEach((domain, content) -> content.ifPresentOrElse(
                text -> transaction.addDomainMetadata(domain, text), () -> transaction.removeDomainMetadata(domain)));
        TransactionCommitResult result = transaction.commit(
                engine, CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
        checkpoint(result);
        DeltaTable after = result.getPostCommitSnapshot()
                .map(next -> new DeltaTable(engine, (SnapshotImpl) next))
                .orElse(null);
        return new Committed(result.getVersion(), Optional.ofNullable(after));
    }

    /**
     * What a commit led to.
     *
     * @param version its version
     * @param table the table at that version; empty if others committed in between, and it has to be read
     */
    record Committed(long version, Optional<DeltaTable> table) {}

    /** The commit has happened; a checkpoint that fails costs readers time, and nothing else. */
    private void checkpoint(TransactionCommitResult result) {
        for (PostCommitHook hook : result.getPostCommitHooks()) {
            if (hook.getType() == PostCommitHook.PostCommitHookType.CHECKPOINT) {
                try {
                    hook.threadSafeInvoke(engine);
                } catch (IOException | RuntimeException e) {
                    LOG.warn("Delta table {} has no checkpoint at version {}", path(), result.getVersion(), e);
                }
            }
        }
    }

    /** Commits another schema, in which columns were added. */
    DeltaTable withSchema(StructType schema) {
        boolean mapsColumns =
                !properties().getOrDefault("delta.columnMapping.mode", "none").equals("none");
        Transaction transaction = mapsColumns
                ? snapshot.buildUpdateTableTransaction(ENGINE, Operation.MANUAL_UPDATE)
                        .withUpdatedSchema(schema)
                        .withMaxRetries(0)
                        .build(engine)
                : transaction(
                        Optional.of(snapshot.getMetadata().withNewSchema(schema)),
                        Optional.empty(),
                        Operation.MANUAL_UPDATE);
        commit(transaction, Map.of(), List.of());
        return refreshed();
    }

    /** Commits that the table has domain metadata. */
    DeltaTable withDomains() {
        Transaction transaction = snapshot.buildUpdateTableTransaction(ENGINE, Operation.MANUAL_UPDATE)
                .withTablePropertiesAdded(Map.of("delta.feature.domainMetadata", "supported"))
                .withMaxRetries(0)
                .build(engine);
        commit(transaction, Map.of(), List.of());
        return refreshed();
    }
}
