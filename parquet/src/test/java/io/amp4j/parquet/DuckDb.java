package io.amp4j.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Reads a file as DuckDB does. */
final class DuckDb {
    private DuckDb() {}

    static List<List<Object>> rows(Path file, List<Field> fields) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        List<String> columns = fields.stream().map(DuckDb::expression).toList();
        String sql = "SELECT " + String.join(", ", columns) + " FROM read_parquet('" + file + "')";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet results = statement.executeQuery(sql)) {
                while (results.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 0; i < fields.size(); i++) {
                        row.add(canonical(results.getObject(i + 1), fields.get(i)));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    static long count(Path file, String where) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet results =
                        statement.executeQuery("SELECT count(*) FROM read_parquet('" + file + "') WHERE " + where)) {
            results.next();
            return results.getLong(1);
        }
    }

    /** The driver makes a map of a map, which loses its order, and a string of an instant in nanoseconds. */
    private static String expression(Field field) {
        String name = '"' + field.getName() + '"';
        return switch (field.getType().getTypeID()) {
            case Map -> "map_entries(" + name + ")";
            case Timestamp -> "epoch_ns(" + name + ")";
            default -> name;
        };
    }

    private static Object canonical(Object value, Field field) throws SQLException {
        if (value == null) {
            return null;
        }
        return switch (field.getType().getTypeID()) {
            case Bool -> value;
            case Int, Duration, Timestamp -> new BigInteger(value.toString());
            case FloatingPoint ->
                "bits "
                        + (value instanceof Float single
                                ? Float.floatToRawIntBits(single)
                                : Double.doubleToRawLongBits((Double) value));
            case Decimal -> (BigDecimal) value;
            case Utf8, LargeUtf8, Utf8View -> value.toString();
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> Canonical.hex(bytes(value));
            case Date -> BigInteger.valueOf(((LocalDate) value).toEpochDay());
            case Time -> BigInteger.valueOf(((LocalTime) value).toNanoOfDay());
            case List, LargeList, FixedSizeList ->
                elements((Array) value, field.getChildren().get(0));
            case Map -> elements((Array) value, field.getChildren().get(0));
            case Struct -> fields((Struct) value, field.getChildren());
            default -> throw new IllegalArgumentException(field.toString());
        };
    }

    private static byte[] bytes(Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        return (byte[]) value;
    }

    private static List<Object> elements(Array array, Field element) throws SQLException {
        List<Object> list = new ArrayList<>();
        for (Object value : (Object[]) array.getArray()) {
            list.add(canonical(value, element));
        }
        return list;
    }

    private static List<Object> fields(Struct struct, List<Field> children) throws SQLException {
        List<Object> list = new ArrayList<>();
        Object[] values = struct.getAttributes();
        for (int i = 0; i < values.length; i++) {
            list.add(canonical(values[i], children.get(i)));
        }
        return list;
    }
}
