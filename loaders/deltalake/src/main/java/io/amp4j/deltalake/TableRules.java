package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.delta.kernel.types.StructType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a table must be like for a request: its columns, partitions and properties. Immutable. */
final class TableRules {
    private final Settings settings;
    private final LoadRequest request;
    private final TableColumns columns;

    /** Refuses what no Delta table could keep. */
    TableRules(Settings settings, LoadRequest request) {
        this.settings = settings;
        this.request = request;
        this.columns = new TableColumns(request);
    }

    /** The schema of a new table. */
    StructType wanted() {
        return columns.wanted();
    }

    /**
     * Checks that a table fits.
     *
     * @return the table's schema with what it lacks added; empty where it lacks nothing
     * @throws AmpException with {@link LoadError#SCHEMA_MISMATCH} or {@link LoadError#UNSUPPORTED}
     */
    Optional<StructType> check(DeltaTable table) {
        Optional<StructType> widened = columns.widened(table);
        checkLayout(table, widened);
        return widened;
    }

    /** Checks a table that others have changed while the load runs: then nothing is added to it. */
    void checkAgain(DeltaTable table) {
        if (check(table).isPresent()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "columns of table " + request.table()
                            + " were taken out while the load ran. Start it again, and it adds them, or load into another table");
        }
    }

    private void checkLayout(DeltaTable table, Optional<StructType> widened) {
        if (!settings.partitionBy().isEmpty()
                && !lower(settings.partitionBy()).equals(lower(table.partitionColumns()))) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " is partitioned by " + table.partitionColumns() + ", and not by "
                            + settings.partitionBy() + ". Leave 'partition-by' out, or load into another table");
        }
        for (String column : table.partitionColumns()) {
            PartitionValues.check(column, table.schema().get(column).getDataType());
            requireFilled(column);
        }
        Map<String, String> properties = table.properties();
        if (request.mode() != LoadMode.APPEND) {
            refuse(properties, "delta.appendOnly", "takes rows back");
            refuse(properties, "delta.enableChangeDataFeed", "takes rows back and adds others in one commit");
        }
        boolean mapped =
                !properties.getOrDefault("delta.columnMapping.mode", "none").equals("none");
        if (!mapped && widened.filter(FileLayout::needsMapping).isPresent()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "a column that table " + request.table()
                            + " lacks has a name that Delta takes only with column mapping."
                            + " Set delta.columnMapping.mode=name on the table, or rename the column in the query with AS");
        }
    }

    private void requireFilled(String column) {
        if (columns.wanted().fields().stream()
                .noneMatch(field -> field.getName().equalsIgnoreCase(column))) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " is partitioned by '" + column + "', which the result does not have");
        }
    }

    private void refuse(Map<String, String> properties, String property, String reason) {
        if (Boolean.parseBoolean(properties.get(property))) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "table " + request.table() + " has " + property + ", and this load " + reason
                            + ". Unset the property, or load into another table");
        }
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
