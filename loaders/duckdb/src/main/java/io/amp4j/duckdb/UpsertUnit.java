package io.amp4j.duckdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.sql.SqlTables;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Replaces rows by key: they are gathered in a temporary table, which goes to disk where it must, so that the table is searched once for the
 * whole unit. Of several rows with one key the last one stays; null is a key like another.
 */
final class UpsertUnit extends DuckDbUnit {
    private static final String STAGE = "_amp_upsert";

    private final String columns;
    private boolean staged;

    UpsertUnit(DuckDbSession session, DuckDBConnection connection) {
        super(session, connection, STAGE);
        this.columns = SqlTables.columns(session.request()).stream()
                .map(Field::getName)
                .map(DuckDbDialect.INSTANCE::quote)
                .collect(Collectors.joining(", "));
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        if (!staged) {
            update("CREATE OR REPLACE TEMP TABLE " + STAGE + " AS SELECT " + columns + " FROM " + table + " LIMIT 0");
            staged = true;
        }
        super.write(id, range, rows);
    }

    @Override
    void finish() throws SQLException {
        if (!staged) {
            return;
        }
        List<String> keys = session.request().keyColumns().stream()
                .map(DuckDbDialect.INSTANCE::quote)
                .toList();
        String list = String.join(", ", keys);
        String same = keys.stream()
                .map(key -> "t." + key + " IS NOT DISTINCT FROM s." + key)
                .collect(Collectors.joining(" AND "));
        execute("DELETE FROM " + table + " AS t USING (SELECT DISTINCT " + list + " FROM " + STAGE + ") AS s WHERE "
                + same);
        execute("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + STAGE
                + " QUALIFY row_number() OVER (PARTITION BY " + list + " ORDER BY rowid DESC) = 1");
        execute("DROP TABLE " + STAGE);
    }
}
