package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.sql.SqlTables;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns that a request fills, and whether a table has them. Immutable. */
final class TableColumns {
    private final LoadRequest request;
    private final StructType wanted;

    /** Refuses what Delta cannot keep, or cannot tell apart. */
    TableColumns(LoadRequest request) {
        this.request = request;
        List<Field> fields = SqlTables.columns(request);
        requireDistinct(fields);
        this.wanted = DeltaTypes.schema(fields);
    }

    private static void requireDistinct(List<Field> fields) {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(lower(field.getName()))) {
                throw new AmpException(
                        LoadError.SCHEMA_MISMATCH,
                        "the result has column '" + field.getName()
                                + "' twice (Delta knows no case), or it is one that amp4j adds. Rename it in the query with AS");
            }
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The schema of a new table. */
    StructType wanted() {
        return wanted;
    }

    /**
     * Checks that a table fits.
     *
     * @return the table's schema with what it lacks added; empty where it lacks nothing
     * @throws AmpException with {@link LoadError#SCHEMA_MISMATCH}
     */
    Optional<StructType> widened(DeltaTable table) {
        Map<String, StructField> there = new HashMap<>();
        table.schema().fields().forEach(field -> there.put(lower(field.getName()), field));
        List<String> problems = new ArrayList<>();
        StructType fitted = table.schema();
        for (StructField field : wanted.fields()) {
            StructField column = there.remove(lower(field.getName()));
            if (column == null) {
                fitted = fitted.add(field);
            } else if (!field.getDataType().equivalent(column.getDataType())) {
                problems.add(
                        "'" + field.getName() + "' is " + column.getDataType() + " and must be " + field.getDataType());
            } else if (!column.isNullable() && mayBeNull(field.getName())) {
                problems.add("'" + field.getName() + "' may be null in the result, and not in the table");
            }
        }
        boolean lacks = fitted.length() > table.schema().length();
        if (lacks && request.tablePolicy() != TablePolicy.ADD_MISSING_COLUMNS) {
            problems.add("it lacks " + lacking(table));
        }
        there.values().stream()
                .filter(column -> !column.isNullable())
                .forEach(column ->
                        problems.add("'" + column.getName() + "' needs values that the result does not have"));
        if (!problems.isEmpty()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " does not fit the result: " + String.join("; ", problems)
                            + ". Change the table or the query, allow missing columns to be added, or load into another table");
        }
        return lacks ? Optional.of(fitted) : Optional.empty();
    }

    private boolean mayBeNull(String name) {
        return request.schema().getFields().stream()
                .anyMatch(field -> field.getName().equals(name) && field.isNullable());
    }

    private String lacking(DeltaTable table) {
        Set<String> there = new HashSet<>();
        table.schema().fields().forEach(field -> there.add(lower(field.getName())));
        return String.join(
                ", ",
                wanted.fields().stream()
                        .filter(field -> !there.contains(lower(field.getName())))
                        .map(field -> "'" + field.getName() + "'")
                        .toList());
    }
}
