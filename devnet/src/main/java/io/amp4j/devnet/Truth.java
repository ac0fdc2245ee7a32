package io.amp4j.devnet;

import io.amp4j.client.AmpException;
import io.amp4j.devnet.internal.sql.Dataset;
import io.amp4j.devnet.internal.sql.Plan;
import io.amp4j.devnet.internal.sql.Planner;
import io.amp4j.devnet.internal.sql.Planner.Mode;
import io.amp4j.devnet.internal.sql.Refusal;
import io.amp4j.devnet.internal.sql.RunContext;
import io.amp4j.devnet.internal.sql.Slice;
import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.table.RowSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of a query as an {@link ArrowReader}, without a wire between. */
final class Truth extends ArrowReader {
    private static final BatchLimits LIMITS = new BatchLimits(8192, 2L << 20);

    private final Schema schema;
    private final RowSource rows;

    private Truth(Schema schema, RowSource rows, BufferAllocator allocator) {
        super(allocator);
        this.schema = schema;
        this.rows = rows;
    }

    static ArrowReader read(Planner planner, String tableOrSql, BufferAllocator allocator) {
        boolean isTable = !tableOrSql.trim().contains(" ");
        String sql = isTable ? "SELECT * FROM " + tableOrSql : tableOrSql;
        try {
            Plan plan = planner.plan(sql, Mode.BATCH);
            Map<Dataset, Slice> slices = new HashMap<>();
            plan.datasets()
                    .forEach(dataset ->
                            slices.put(dataset, Slice.whole(dataset.blocks().snapshot())));
            return new Truth(
                    plan.schema(), plan.run(slices, new RunContext(LIMITS, allocator, () -> false)), allocator);
        } catch (Refusal e) {
            throw new AmpException(DevnetError.QUERY, e.getMessage(), e);
        }
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        if (!rows.next()) {
            return false;
        }
        VectorSchemaRoot from = rows.root();
        VectorSchemaRoot to = getVectorSchemaRoot();
        for (int i = 0; i < from.getFieldVectors().size(); i++) {
            FieldVector vector = from.getVector(i);
            vector.makeTransferPair(to.getVector(i)).transfer();
        }
        to.setRowCount(from.getRowCount());
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        rows.close();
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }
}
