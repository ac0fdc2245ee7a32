package io.amp4j.loader.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table (key space, topic) in a storage system, case kept, unquoted.
 *
 * @param schema the schema or namespace, or null for the connection's own
 * @param name the table's name
 */
public record TableName(@Nullable String schema, String name) {
    /** Refuses an empty name. */
    public TableName {
        Objects.requireNonNull(name, "name");
        if (name.isBlank() || (schema != null && schema.isBlank())) {
            throw new IllegalArgumentException("a table needs a name");
        }
    }

    /**
     * Reads {@code table} or {@code schema.table}; a dot inside a name is written within double quotes.
     *
     * @param text the name as a user writes it
     * @return the table's name
     */
    public static TableName parse(String text) {
        return TableNameParser.parse(text);
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
