package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.table.RowSource;
import io.amp4j.devnet.internal.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns of one table, as they are. */
final class TablePlan implements Plan {
    private final Dataset dataset;
    private final Table table;
    private final List<Integer> columns;
    private final Schema schema;
    private final long limit;

    TablePlan(Dataset dataset, Table table, List<Integer> columns, List<Field> output, long limit) {
        this.dataset = dataset;
        this.table = table;
        this.columns = List.copyOf(columns);
        this.schema = new Schema(output);
        this.limit = limit;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Set<Dataset> datasets() {
        return Set.of(dataset);
    }

    @Override
    public RowSource run(Map<Dataset, Slice> slices, RunContext context) {
        Slice slice = slices.get(dataset);
        BatchLimits limits = context.limits();
        BatchLimits smaller = new BatchLimits((int) Math.max(1, Math.min(limits.rows(), limit)), limits.bytes());
        return new Limited(
                table.scan(slice.snapshot(), slice.first(), slice.last(), columns, smaller, context.allocator()),
                limit);
    }

    /** Ends after a number of rows. */
    private static final class Limited implements RowSource {
        private final RowSource rows;
        private long left;

        Limited(RowSource rows, long limit) {
            this.rows = rows;
            this.left = limit;
        }

        @Override
        public VectorSchemaRoot root() {
            return rows.root();
        }

        @Override
        public boolean next() {
            if (left <= 0 || !rows.next()) {
                return false;
            }
            int count = rows.root().getRowCount();
            if (count > left) {
                rows.root().setRowCount((int) left);
            }
            left -= count;
            return true;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
