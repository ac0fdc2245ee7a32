package io.amp4j.loader.sql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How a table's columns differ from those that a load fills.
 *
 * @param missing columns that the table lacks
 * @param unfit columns whose type cannot take the values, in words
 * @param unfilled columns that the load does not fill, and that must be filled
 */
record TableFit(List<Field> missing, List<String> unfit, List<String> unfilled) {
    static TableFit of(SqlDialect dialect, List<Field> wanted, List<SqlColumn> there) {
        Map<String, SqlColumn> byName = new LinkedHashMap<>();
        there.forEach(column -> byName.put(dialect.comparable(column.name()), column));
        List<Field> missing = new ArrayList<>();
        List<String> unfit = new ArrayList<>();
        for (Field field : wanted) {
            SqlColumn column = byName.remove(dialect.comparable(field.getName()));
            if (column == null) {
                missing.add(field);
            } else if (!dialect.fits(field, column)) {
                unfit.add(
                        "'" + field.getName() + "' is " + column.type() + " and must be " + dialect.columnType(field));
            }
        }
        List<String> unfilled = byName.values().stream()
                .filter(column -> !column.optional())
                .map(column -> "'" + column.name() + "'")
                .toList();
        return new TableFit(missing, unfit, unfilled);
    }

    void check(TableName table, boolean mayAdd) {
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty() && !mayAdd) {
            List<String> names =
                    missing.stream().map(field -> "'" + field.getName() + "'").toList();
            problems.add("it lacks " + String.join(", ", names));
        }
        problems.addAll(unfit);
        if (!unfilled.isEmpty()) {
            problems.add("it needs values for " + String.join(", ", unfilled) + ", which the result does not have");
        }
        if (!problems.isEmpty()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + table + " does not fit the result: " + String.join("; ", problems)
                            + ". Change the table or the query, allow missing columns to be added, or load into another table");
        }
    }
}
