package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Which table it is, and of which types its columns are, as a text to compare. Binary COPY says no types: what was encoded for one type, the server
 * reads as another of the same width, without a word.
 *
 * @param text the same as long as nobody changes the columns, or puts another table in this one's place
 */
record TableShape(String text) {
    private static final String SHAPE =
            "SELECT string_agg(concat_ws(' ', attrelid, attname, atttypid, atttypmod), ', ' ORDER BY attnum)"
                    + " FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ANY (?) AND NOT attisdropped";

    static TableShape of(Connection connection, String quotedTable, List<String> columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SHAPE)) {
            statement.setString(1, quotedTable);
            statement.setArray(2, connection.createArrayOf("text", columns.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new TableShape(String.valueOf(rows.getString(1)));
            }
        }
    }

    void requireStill(TableShape now, TableName table) {
        if (!equals(now)) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + table
                            + " was altered, or another put in its place, while the load ran; nothing was written"
                            + " into it since. Start the load again; where rows went with an old table, start over (--no-resume)");
        }
    }
}
