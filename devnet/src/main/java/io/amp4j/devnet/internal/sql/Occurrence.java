package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.Table;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A place in a query where a table is read. Each is fed by itself, so that a table may be joined with itself.
 *
 * @param name what the engine knows it as
 * @param dataset the table's dataset
 * @param table the table
 * @param columns which of its columns the query may look at
 */
record Occurrence(String name, Dataset dataset, Table table, List<Integer> columns) {
    static final String PREFIX = "__amp_table_";

    List<Field> fields() {
        List<Field> all = table.fields();
        return columns.stream().map(all::get).toList();
    }
}
