package io.amp4j.loader.sql;

import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** How one database writes what SQL leaves open. Stateless and thread-safe. */
public interface SqlDialect {
    /**
     * An identifier that keeps its case and may hold any character.
     *
     * @param identifier the bare name
     * @return the name as it stands in a statement
     */
    default String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /**
     * A table's name, with its schema where it has one.
     *
     * @param table the table
     * @return the name as it stands in a statement
     */
    default String quote(TableName table) {
        String name = quote(table.name());
        return table.schema() == null ? name : quote(table.schema()) + "." + name;
    }

    /**
     * What two names share that the database takes for the same, such as their lower case where it does not tell cases apart.
     *
     * @param identifier the bare name
     * @return the name to compare by
     */
    default String comparable(String identifier) {
        return identifier;
    }

    /**
     * The type of the column that keeps a field's values without loss.
     *
     * @param field a column of the result, or a column that amp4j adds
     * @return the type as it stands in {@code CREATE TABLE}
     * @throws io.amp4j.client.AmpException with {@code AMP-UNSUPPORTED} if no type can
     */
    String columnType(Field field);

    /**
     * The columns of a table.
     *
     * @param connection where the table is
     * @param table the table
     * @return its columns in their order; empty if there is no such table
     * @throws SQLException if the database cannot say
     */
    List<SqlColumn> columns(Connection connection, TableName table) throws SQLException;

    /**
     * Whether a column can take every value of a field.
     *
     * @param field a column of the result
     * @param column the table's column of the same name
     * @return true if nothing is lost
     */
    default boolean fits(Field field, SqlColumn column) {
        return column.type().equalsIgnoreCase(columnType(field));
    }

    /**
     * The clause that makes columns of a state table its primary key. A database whose keys cannot be deleted and inserted again in one
     * transaction leaves it out.
     *
     * @param columns bare names that need no quotes
     * @return a clause that starts with a comma, or nothing
     */
    default String stateKey(String... columns) {
        return ", PRIMARY KEY (" + String.join(", ", columns) + ")";
    }
}
