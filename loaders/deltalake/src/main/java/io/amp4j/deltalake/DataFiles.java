package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.WrittenFile;
import io.amp4j.storage.Storage;
import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.DataWriteContextImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.TransactionStateRow;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.util.PartitionUtils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.DataFileStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a unit's data files go, and what the log says of them. Used by one thread. */
final class DataFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DataFiles.class);

    private final Storage storage;
    private final DeltaTable table;
    private final Settings settings;
    private final String stream;
    private final FileLayout layout;
    private final Row state;
    private final StructType physical;
    private final String attempt = UUID.randomUUID().toString();
    private final List<String> names = new ArrayList<>();
    private final List<AddFile> added = new ArrayList<>();

    DataFiles(Storage storage, DeltaTable table, Settings settings, String stream) {
        this.storage = storage;
        this.table = table;
        this.settings = settings;
        this.stream = stream;
        this.layout = new FileLayout(table);
        this.state = table.transactionState();
        this.physical = TransactionStateRow.getPhysicalSchema(state);
    }

    DeltaTable table() {
        return table;
    }

    Settings settings() {
        return settings;
    }

    FileLayout layout() {
        return layout;
    }

    Storage storage() {
        return storage;
    }

    /** Where the rows of some partition values go. */
    Place place(Map<String, @Nullable Object> values) {
        Map<String, Literal> literals = new LinkedHashMap<>();
        values.forEach((column, value) -> literals.put(column, PartitionValues.literal(value, type(column))));
        return placeOf(literals);
    }

    /** The partition of a file that is there. */
    Place placeOf(AddFile file) {
        Map<String, String> values = VectorUtils.toJavaMap(file.getPartitionValues());
        Map<String, Literal> literals = new LinkedHashMap<>();
        for (String column : table.partitionColumns()) {
            String value = values.get(layout.nameOf(List.of(column)));
            literals.put(column, PartitionUtils.literalForPartitionValue(type(column), value));
        }
        return placeOf(literals);
    }

    private DataType type(String column) {
        return table.schema().get(column).getDataType();
    }

    private Place placeOf(Map<String, Literal> literals) {
        DataWriteContext context = Transaction.getWriteContext(table.engine(), state, literals);
        return new Place(
                new Path(URI.create(context.getTargetDirectory())).toString(), // it is percent-encoded there
                ((DataWriteContextImpl) context).getPartitionValues(),
                context.getStatisticsColumns());
    }

    /**
     * A partition of the table, or all of it.
     *
     * @param directory its folder
     * @param values its values, by the columns' names in the files
     * @param statistics the columns that the table wants statistics of
     */
    record Place(String directory, Map<String, Literal> values, List<Column> statistics) {}

    /** The name of a new file; that of its first batch and of this attempt are in it. */
    String name(Place place, String firstBatch) {
        String file = "part-" + firstBatch + "-" + attempt + "-" + names.size() + ".zstd.parquet";
        String name = storage.nameOf(place.directory() + "/" + file);
        names.add(name);
        return name;
    }

    /** Takes note of a file that is complete. */
    void add(Place place, String name, WrittenFile written, Set<String> batches) {
        List<Column> statistics = new ArrayList<>(place.statistics());
        Column marker = new Column(layout.nameOf(List.of(MarkerColumns.BATCH_ID)));
        if (!statistics.contains(marker)) {
            statistics.add(marker); // deletion goes by it, however wide the table is
        }
        DataFileStatus status = new DataFileStatus(
                storage.locationOf(name),
                written.bytes(),
                System.currentTimeMillis(),
                Optional.of(FileStatistics.of(written, physical, statistics)));
        added.add(AddFile.convertDataFileStatus(
                physical,
                new Path(table.path()).toUri(),
                status,
                place.values(),
                true,
                FileEntry.tags(stream, batches),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Waits until all files outlive a power failure: from here on a log may name them. */
    void force() {
        storage.force(names);
    }

    /** The files that are complete. */
    List<AddFile> added() {
        return added;
    }

    /** Deletes all files: no log names them. What cannot be deleted is left to a VACUUM. */
    void discard() {
        try {
            storage.delete(names);
        } catch (AmpException e) {
            LOG.warn("{} files of a unit that was rolled back are left to VACUUM in {}", names.size(), table.path(), e);
        }
        names.clear();
    }
}
