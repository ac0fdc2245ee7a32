package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.Devnet;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBConnection;

/**
 * A table compared with the canonical chain, as sets of rows that count how often each occurs.
 *
 * @param rows the table's rows
 * @param truth the canonical chain's rows
 * @param missing rows of the chain that the table lacks
 * @param surplus rows of the table that the chain does not have: void, or doubled
 * @param sample a few rows, for people
 */
record DemoProof(long rows, long truth, long missing, long surplus, List<String> sample) {
    private static final int SAMPLE = 3;

    static DemoProof of(Path file, Devnet devnet, String source, String table) {
        try (BufferAllocator allocator = new RootAllocator();
                Connection connection = DemoFile.open(file);
                Statement statement = connection.createStatement();
                ArrowReader reader = devnet.canonical(source, allocator);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            statement.execute("SET TimeZone = 'UTC'");
            String columns = reader.getVectorSchemaRoot().getSchema().getFields().stream()
                    .map(Field::getName)
                    .map(name -> '"' + name + '"')
                    .collect(Collectors.joining(", "));
            Data.exportArrayStream(allocator, reader, stream);
            connection.unwrap(DuckDBConnection.class).registerArrowStream("canonical_stream", stream);
            // With the table's own types: an insert casts each value to them.
            statement.execute("CREATE TEMP TABLE canonical AS SELECT " + columns + " FROM " + table + " LIMIT 0");
            statement.execute("INSERT INTO canonical SELECT " + columns + " FROM canonical_stream");
            String loaded = "SELECT " + columns + " FROM " + table;
            String truth = "SELECT " + columns + " FROM canonical";
            return new DemoProof(
                    count(statement, loaded),
                    count(statement, truth),
                    count(statement, truth + " EXCEPT ALL " + loaded),
                    count(statement, loaded + " EXCEPT ALL " + truth),
                    sample(statement, table));
        } catch (SQLException e) {
            throw DemoFile.failed(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Statement statement, String rows) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM (" + rows + ")")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static List<String> sample(Statement statement, String table) throws SQLException {
        List<String> sample = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT block_num, log_index, lower(hex(tx_hash)), lower(hex(address)) FROM "
                        + table + " ORDER BY block_num DESC, log_index DESC LIMIT " + SAMPLE)) {
            while (rows.next()) {
                sample.add(String.format(
                        Locale.ROOT,
                        "  block %s  log %s  tx 0x%s  address 0x%s",
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4)));
            }
        }
        return sample;
    }

    boolean holds() {
        return missing == 0 && surplus == 0 && rows == truth;
    }

    void print(PrintStream out, long head, long reorgs) {
        out.println(String.format(
                Locale.ROOT,
                "%s: %,d rows in the table, %,d on the canonical chain up to block %,d; %,d missing, %,d void or doubled; reorgs undone: %,d",
                holds() ? "EXACT" : "DIFFERENT",
                rows,
                truth,
                head,
                missing,
                surplus,
                reorgs));
        out.println();
        out.println("The newest rows:");
        sample.forEach(out::println);
    }

    ObjectNode json(long reorgs, Path file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", "proof")
                .put("exact", holds())
                .put("rows", rows)
                .put("canonical_rows", truth)
                .put("missing", missing)
                .put("surplus", surplus)
                .put("reorgs", reorgs)
                .put("file", file.toString());
    }
}
