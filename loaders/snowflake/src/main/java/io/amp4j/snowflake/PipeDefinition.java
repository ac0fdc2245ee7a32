package io.amp4j.snowflake;

import io.amp4j.loader.spi.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The pipe that makes rows of what {@link JsonRows} sends. One of our own instead of the table's default pipe: what becomes of a text in a column is
 * then said by casts, not by rules of matching that nobody here could try. It is named by its definition, so that streams with equal columns share
 * one, and other columns get another; Snowflake keeps ten for a table.
 *
 * @param name its name
 * @param statement the statement that creates it
 */
record PipeDefinition(PipeName name, String statement) {
    static PipeDefinition of(PipeAccess access, TableName table, List<Field> fields, List<String> markers) {
        SnowflakeDialect dialect = SnowflakeDialect.INSTANCE;
        String schema = table.schema() == null ? access.schema() : table.schema();
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            values.add(expression(ColumnType.of(field), Carriers.name(columns.size())));
            columns.add(dialect.quote(field.getName()));
        }
        for (String marker : markers) {
            values.add(text(Carriers.name(columns.size())));
            columns.add(dialect.quote(marker));
        }
        String target = dialect.quote(access.database()) + "." + dialect.quote(schema) + "."
                + dialect.quote(table.name()) + " (" + String.join(", ", columns) + ")";
        String copy = "COPY INTO " + target + " FROM (SELECT " + String.join(", ", values)
                + " FROM TABLE(DATA_SOURCE(TYPE => 'STREAMING')))";
        PipeName name = new PipeName(access.database(), schema, "AMP4J_" + digest(copy));
        return new PipeDefinition(name, "CREATE PIPE IF NOT EXISTS " + name.quoted() + " AS " + copy);
    }

    /** What makes a value of the table of one of {@link JsonRows}: a text, but for truth values. */
    private static String expression(ColumnType type, String column) {
        String text = text(column);
        if (type.carrier() == ColumnType.Carrier.JSON) {
            return "PARSE_JSON(" + text + ")" + (type.sql().equals("VARIANT") ? "" : "::" + type.sql());
        }
        return switch (type.sql()) {
            case "BINARY" -> "TO_BINARY(" + text + ", 'HEX')";
            case "BOOLEAN" -> "$1:" + SnowflakeDialect.INSTANCE.quote(column) + "::BOOLEAN";
            case "VARCHAR" -> text;
            default -> text + "::" + type.sql();
        };
    }

    private static String text(String column) {
        return "$1:" + SnowflakeDialect.INSTANCE.quote(column) + "::VARCHAR";
    }

    /** Sixteen digits that stand for a text, in capitals as names in a path want them. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
