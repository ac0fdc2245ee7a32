package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.RowSource;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/** One run of a query in the engine: tables are read as the engine asks for them, results as they are taken. */
final class EngineRun implements AutoCloseable {
    private final RunContext context;
    private final DuckDBConnection connection;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    EngineRun(Engine engine, RunContext context) throws SQLException {
        this.context = context;
        this.connection = engine.connect();
        open.push(connection);
    }

    /** Makes a table known; {@code rows} gives its rows, or null for none. */
    void feed(Occurrence occurrence, Function<Occurrence, @Nullable RowSource> rows, boolean readAgain)
            throws SQLException {
        EngineReader reader =
                new EngineReader(rows.apply(occurrence), occurrence.fields(), context.cancelled(), context.allocator());
        open.push(reader);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(context.allocator());
        open.push(stream);
        Data.exportArrayStream(context.allocator(), reader, stream);
        open.push(stream::release);
        if (!readAgain) {
            connection.registerArrowStream(occurrence.name(), stream);
            return;
        }
        String once = occurrence.name() + "_once";
        connection.registerArrowStream(once, stream);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE " + occurrence.name() + " AS SELECT * FROM " + once);
        }
    }

    ArrowReader execute(String sql) throws SQLException {
        Statement statement = connection.createStatement();
        open.push(statement);
        DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery(sql);
        open.push(result);
        ArrowReader reader = (ArrowReader)
                result.arrowExportStream(context.allocator(), context.limits().rows());
        open.push(reader);
        return reader;
    }

    /** The result of the run in the plan's types; closing it closes the run. */
    RowSource rows(ArrowReader result, Schema schema) {
        return new Rows(result, schema);
    }

    @Override
    public void close() {
        List<AutoCloseable> all = List.copyOf(open);
        open.clear();
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(all));
    }

    private final class Rows implements RowSource {
        private final ArrowReader result;
        private final VectorSchemaRoot root;
        private @Nullable VectorSchemaRoot large;
        private int at;

        Rows(ArrowReader result, Schema schema) {
            this.result = result;
            this.root = VectorSchemaRoot.create(schema, context.allocator());
        }

        @Override
        public VectorSchemaRoot root() {
            return root;
        }

        @Override
        public boolean next() {
            root.clear();
            try {
                if (large != null) {
                    slice(large);
                    return true;
                }
                do {
                    if (!result.loadNextBatch()) {
                        return false;
                    }
                } while (result.getVectorSchemaRoot().getRowCount() == 0);
                take(result.getVectorSchemaRoot());
                return true;
            } catch (IOException e) {
                if (context.cancelled().getAsBoolean()) {
                    throw new CancellationException("nobody wants the rows any more");
                }
                throw new Refusal("Error during execution: " + e.getMessage());
            }
        }

        private void take(VectorSchemaRoot from) {
            List<FieldVector> targets = root.getFieldVectors();
            for (int i = 0; i < targets.size(); i++) {
                Coercion.share(from.getVector(i), targets.get(i));
            }
            root.setRowCount(from.getRowCount());
            long bytes = targets.stream().mapToLong(FieldVector::getBufferSize).sum();
            if (bytes > context.limits().bytes() && from.getRowCount() > 1) {
                VectorSchemaRoot all = VectorSchemaRoot.create(root.getSchema(), context.allocator());
                for (int i = 0; i < targets.size(); i++) {
                    targets.get(i).makeTransferPair(all.getVector(i)).transfer();
                }
                all.setRowCount(from.getRowCount());
                root.clear();
                large = all;
                at = 0;
                slice(all);
            }
        }

        /** A part of a batch that is too large for one message. */
        private void slice(VectorSchemaRoot all) {
            long bytes = all.getFieldVectors().stream()
                    .mapToLong(FieldVector::getBufferSize)
                    .sum();
            int rows = (int) Math.max(1, all.getRowCount() * context.limits().bytes() / Math.max(1, bytes));
            int count = Math.min(rows, all.getRowCount() - at);
            for (int i = 0; i < all.getFieldVectors().size(); i++) {
                all.getVector(i).makeTransferPair(root.getVector(i)).splitAndTransfer(at, count);
            }
            root.setRowCount(count);
            at += count;
            if (at == all.getRowCount()) {
                all.close();
                large = null;
            }
        }

        @Override
        public void close() {
            root.close();
            if (large != null) {
                large.close();
            }
            EngineRun.this.close();
        }
    }
}
