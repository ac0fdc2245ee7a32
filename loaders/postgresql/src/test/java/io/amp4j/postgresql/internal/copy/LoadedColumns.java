package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.postgresql.TestServer;
import io.amp4j.postgresql.internal.copy.TypeRules.Binary;
import io.amp4j.postgresql.internal.copy.TypeRules.Lists;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import io.amp4j.postgresql.internal.copy.TypeRules.Uint64;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.*;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Columns that are loaded by COPY into a table of one column, and read back as the server prints them. */
abstract class LoadedColumns {
    private static Connection connection;

    final BufferAllocator allocator = new RootAllocator();

    @BeforeAll
    static void connect() throws SQLException {
        connection = TestServer.connect(TestServer.newDatabase());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
        }
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @AfterEach
    void holds_no_memory() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    static TypeRules timestamps(Timestamps rule) {
        return new TypeRules(Uint64.NUMERIC, Binary.BYTEA, rule, Nul.REFUSE, Lists.ARRAY);
    }

    static TypeRules nul(Nul rule) {
        return new TypeRules(Uint64.NUMERIC, Binary.BYTEA, Timestamps.EXACT, rule, Lists.ARRAY);
    }

    static Field field(ArrowType type) {
        return new Field("c", FieldType.nullable(type), null);
    }

    static Field child(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    static Field list(ArrowType element) {
        return new Field("c", FieldType.nullable(ArrowType.List.INSTANCE), List.of(child("item", element)));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void setBytes(FieldVector vector, int row, byte[] bytes) {
        if (vector instanceof BaseVariableWidthVector variable) {
            variable.setSafe(row, bytes);
        } else if (vector instanceof BaseLargeVariableWidthVector large) {
            large.setSafe(row, bytes);
        } else {
            ((BaseVariableWidthViewVector) vector).setSafe(row, bytes);
        }
    }

    static List<String> column(String type, String... values) {
        List<String> column = new ArrayList<>(List.of(type));
        column.addAll(Arrays.asList(values));
        return column;
    }

    final void assertRefused(Field field, TypeRules rules, ObjIntConsumer<FieldVector> set, String words) {
        assertThatThrownBy(() -> loaded(field, rules, 1, set))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.VALUE_REFUSED))
                .hasMessageContaining("'c'")
                .hasMessageContaining(words);
    }

    final List<String> loaded(Field field, int rows, ObjIntConsumer<FieldVector> set) throws SQLException {
        return loaded(field, TypeRules.DEFAULT, rows, set);
    }

    final List<String> loaded(Field field, TypeRules rules, int rows, ObjIntConsumer<FieldVector> set)
            throws SQLException {
        return load(new ColumnTypes(rules).sql(field), field, rules, rows, set);
    }

    final List<String> loadedInto(String type, Field field, int rows, ObjIntConsumer<FieldVector> set)
            throws SQLException {
        return load(type, field, TypeRules.DEFAULT, rows, set);
    }

    /** The column's type, then its values as the server prints them. */
    private List<String> load(String type, Field field, TypeRules rules, int rows, ObjIntConsumer<FieldVector> set)
            throws SQLException {
        try (FieldVector vector = field.createVector(allocator);
                Statement statement = connection.createStatement()) {
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            for (int i = 0; i < rows; i++) {
                set.accept(vector, i);
            }
            vector.setValueCount(rows);
            statement.execute("DROP TABLE IF EXISTS t");
            statement.execute("CREATE TABLE t (c " + type + ", tail text, n serial)");
            copy(new VectorSchemaRoot(List.of(vector)), type, field, rules);
            return read(statement);
        }
    }

    private static void copy(VectorSchemaRoot root, String type, Field field, TypeRules rules) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY t (c, tail) FROM STDIN (FORMAT binary)");
        try {
            CopyRows writer = new CopyRows(List.of(field), List.of(type), 1, rules, copy::writeToCopy);
            writer.begin();
            writer.write(root, List.of("the same"));
            writer.end();
            assertThat(copy.endCopy()).isEqualTo(root.getRowCount());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static List<String> read(Statement statement) throws SQLException {
        List<String> column = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 't'::regclass AND attname = 'c'")) {
            rows.next();
            column.add(rows.getString(1));
        }
        try (ResultSet rows = statement.executeQuery("SELECT c::text, tail FROM t ORDER BY n")) {
            while (rows.next()) {
                column.add(String.valueOf(rows.getString(1)));
                assertThat(rows.getString(2)).isEqualTo("the same");
            }
        }
        return column;
    }
}
