package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/** Compares a table's columns with those that a load fills: by name, and of exactly the same type. */
final class TableFit {
    private final TableName table;
    private final Map<String, Field> columns = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();

    TableFit(TableName table, List<Field> columns) {
        this.table = table;
        columns.forEach(column -> this.columns.put(column.getName(), column));
    }

    /**
     * The columns that the table has with those that are wanted.
     *
     * @throws AmpException with {@link LoadError#SCHEMA_MISMATCH} that names what does not fit
     */
    List<Field> with(List<Field> wanted, boolean mayAdd) {
        for (Field field : wanted) {
            Field known = columns.putIfAbsent(field.getName(), field);
            if (known == null) {
                missing.add("'" + field.getName() + "'");
            } else if (!sameType(known, field)) {
                unfit.add("'" + field.getName() + "' is " + known.getType() + " and must be " + field.getType());
            }
        }
        if (!unfit.isEmpty() || (!missing.isEmpty() && !mayAdd)) {
            throw misfit(mayAdd);
        }
        return List.copyOf(columns.values());
    }

    private AmpException misfit(boolean mayAdd) {
        List<String> problems = new ArrayList<>(unfit);
        if (!mayAdd && !missing.isEmpty()) {
            problems.add(0, "it lacks " + String.join(", ", missing));
        }
        return new AmpException(
                LoadError.SCHEMA_MISMATCH,
                "table " + table + " does not fit the result: " + String.join("; ", problems)
                        + ". Change the query, allow missing columns to be added, or load into another table");
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
