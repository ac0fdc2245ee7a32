package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.table.RowSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The engine's own SQL, for what the server itself wants to know. */
public final class EngineQuery {
    private EngineQuery() {}

    /**
     * Runs a query.
     *
     * @param engine where
     * @param sql the query
     * @param fields its columns, with the types that they are to have
     * @param context what the run may use
     * @return the rows; the caller closes it
     */
    public static RowSource run(Engine engine, String sql, List<Field> fields, RunContext context) {
        EngineRun run = null;
        try {
            run = new EngineRun(engine, context);
            return run.rows(run.execute(sql), new Schema(fields));
        } catch (SQLException e) {
            if (run != null) {
                run.close();
            }
            throw new IllegalStateException("the engine does not run " + sql, e);
        }
    }

    /**
     * What columns a query has.
     *
     * @param engine where
     * @param sql the query
     * @return its columns, with the engine's types
     * @throws SQLException if the engine does not run it
     */
    public static List<Field> fields(Engine engine, String sql) throws SQLException {
        try (BufferAllocator memory = new RootAllocator();
                EngineRun run =
                        new EngineRun(engine, new RunContext(new BatchLimits(1, 1 << 20), memory, () -> false))) {
            return run.execute(sql + " LIMIT 0")
                    .getVectorSchemaRoot()
                    .getSchema()
                    .getFields();
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /**
     * The type that a column is given.
     *
     * @param read the engine's column
     * @param written what it was written as, or null if that is not known
     * @return the type that it was written as, if the engine's values fit it; else the engine's
     */
    public static Field typed(Field read, @Nullable Field written) {
        return written != null && Coercion.fits(read, written) ? written : Coercion.natural(read);
    }
}
