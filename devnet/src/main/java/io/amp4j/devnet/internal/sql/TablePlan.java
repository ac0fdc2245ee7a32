package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.table.RowSource;
import io.amp4j.devnet.internal.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns of one table, and the rows for which a condition holds. */
final class TablePlan implements Plan {
    private final Dataset dataset;
    private final Table table;
    private final List<Integer> columns;
    private final Schema schema;
    private final Optional<Condition> filter;
    private final long limit;

    TablePlan(
            Dataset dataset,
            Table table,
            List<Integer> columns,
            List<Field> output,
            Optional<Condition> filter,
            long limit) {
        this.dataset = dataset;
        this.table = table;
        this.columns = List.copyOf(columns);
        this.schema = new Schema(output);
        this.filter = filter;
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
        boolean asTheyAre = filter.isEmpty() && Set.copyOf(columns).size() == columns.size();
        if (asTheyAre) {
            BatchLimits fewer = new BatchLimits((int) Math.max(1, Math.min(limits.rows(), limit)), limits.bytes());
            return new LimitedRows(scan(slice, columns, fewer, context), limit);
        }
        List<Integer> scanned = scanned();
        RowSource rows = scan(slice, scanned, limits, context);
        RowFilter test = filter.map(condition -> RowFilter.of(moved(condition, scanned), rows.root()))
                .orElse(row -> RowFilter.Truth.YES);
        List<Integer> wanted = columns.stream().map(scanned::indexOf).toList();
        return new LimitedRows(new FilteredRows(rows, test, wanted, schema, context.allocator()), limit);
    }

    private RowSource scan(Slice slice, List<Integer> wanted, BatchLimits limits, RunContext context) {
        return table.scan(slice.snapshot(), slice.first(), slice.last(), wanted, limits, context.allocator());
    }

    private List<Integer> scanned() {
        Set<Integer> all = new TreeSet<>(columns);
        filter.ifPresent(condition -> collect(condition, all));
        return new ArrayList<>(all);
    }

    private static void collect(Condition condition, Set<Integer> columns) {
        if (condition instanceof Condition.And and) {
            collect(and.left(), columns);
            collect(and.right(), columns);
        } else if (condition instanceof Condition.Or or) {
            collect(or.left(), columns);
            collect(or.right(), columns);
        } else if (condition instanceof Condition.Not not) {
            collect(not.condition(), columns);
        } else if (condition instanceof Condition.IsNull isNull) {
            columns.add(isNull.column());
        } else if (condition instanceof Condition.IsTrue isTrue) {
            columns.add(isTrue.column());
        } else if (condition instanceof Condition.Compare compare) {
            columns.add(compare.column());
        }
    }

    /** The condition over the columns that are scanned, instead of the table's. */
    private static Condition moved(Condition condition, List<Integer> scanned) {
        if (condition instanceof Condition.And and) {
            return new Condition.And(moved(and.left(), scanned), moved(and.right(), scanned));
        }
        if (condition instanceof Condition.Or or) {
            return new Condition.Or(moved(or.left(), scanned), moved(or.right(), scanned));
        }
        if (condition instanceof Condition.Not not) {
            return new Condition.Not(moved(not.condition(), scanned));
        }
        if (condition instanceof Condition.IsNull isNull) {
            return new Condition.IsNull(scanned.indexOf(isNull.column()));
        }
        if (condition instanceof Condition.IsTrue isTrue) {
            return new Condition.IsTrue(scanned.indexOf(isTrue.column()));
        }
        Condition.Compare compare = (Condition.Compare) condition;
        return new Condition.Compare(scanned.indexOf(compare.column()), compare.operator(), compare.value());
    }

    /** Ends after a number of rows. */
    private static final class LimitedRows implements RowSource {
        private final RowSource rows;
        private long left;

        LimitedRows(RowSource rows, long limit) {
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
