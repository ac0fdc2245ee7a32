package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Whether a result fits a table, for stores that keep Arrow's own types: the same refusals for each of them. Stateless and thread-safe. */
public final class ColumnFit {
    private ColumnFit() {}

    /**
     * Refuses a result with columns that amp4j adds itself, or with two of one name.
     *
     * @param result the result's columns
     * @throws AmpException with {@link LoadError#SCHEMA_MISMATCH} that names the column
     */
    public static void requireOwnNames(Schema result) {
        Set<String> names = new HashSet<>();
        for (Field field : result.getFields()) {
            String name = field.getName();
            if (Set.of(MarkerColumns.BATCH_ID, MarkerColumns.BLOCK_RANGES, MarkerColumns.ATTEMPT)
                    .contains(name)) {
                throw new AmpException(
                        LoadError.SCHEMA_MISMATCH,
                        "the result has a column '" + name + "', which amp4j adds itself: leave it out, or rename it");
            }
            if (!names.add(name)) {
                throw new AmpException(
                        LoadError.SCHEMA_MISMATCH, "the result has two columns '" + name + "': rename one");
            }
        }
    }

    /**
     * A column as a table has it: nullable and without metadata, since two results of one query may differ in these.
     *
     * @param field the column of a result
     * @return the table's column
     */
    public static Field column(Field field) {
        return new Field(field.getName(), FieldType.nullable(field.getType()), field.getChildren());
    }

    /**
     * The columns of a table once it takes the rows of a load: its own, then those that are added. Compared by name, in any order, and of exactly the same
     * type; a column that the load does not fill stays null.
     *
     * @param table the table, for messages
     * @param columns its columns
     * @param wanted the columns that the load fills
     * @param policy whether columns may be added
     * @return the table's columns
     * @throws AmpException with {@link LoadError#SCHEMA_MISMATCH} that names what does not fit
     */
    public static List<Field> merge(TableName table, List<Field> columns, List<Field> wanted, TablePolicy policy) {
        boolean mayAdd = policy == TablePolicy.ADD_MISSING_COLUMNS;
        Map<String, Field> merged = new LinkedHashMap<>();
        columns.forEach(column -> merged.put(column.getName(), column));
        List<String> problems = new ArrayList<>();
        for (Field field : wanted) {
            Field known = merged.putIfAbsent(field.getName(), field);
            if (known == null && !mayAdd) {
                problems.add("it lacks '" + field.getName() + "'");
            } else if (known != null && !sameType(known, field)) {
                problems.add("'" + field.getName() + "' is " + known.getType() + " and must be " + field.getType());
            }
        }
        if (!problems.isEmpty()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + table + " does not fit the result: " + String.join("; ", problems)
                            + ". Change the query, allow missing columns to be added, or load into another table");
        }
        return List.copyOf(merged.values());
    }

    private static boolean sameType(Field known, Field wanted) {
        List<Field> ours = known.getChildren();
        List<Field> theirs = wanted.getChildren();
        if (!known.getType().equals(wanted.getType()) || ours.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).getName().equals(theirs.get(i).getName()) || !sameType(ours.get(i), theirs.get(i))) {
                return false;
            }
        }
        return true;
    }
}
