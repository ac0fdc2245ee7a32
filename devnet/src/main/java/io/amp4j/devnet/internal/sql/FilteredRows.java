package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.RowSource;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.VectorAppender;

/** The rows of another source for which a condition holds, and those of its columns that are wanted. */
final class FilteredRows implements RowSource {
    private final RowSource rows;
    private final RowFilter filter;
    private final List<Integer> wanted;
    private final VectorSchemaRoot root;

    FilteredRows(RowSource rows, RowFilter filter, List<Integer> wanted, Schema schema, BufferAllocator allocator) {
        this.rows = rows;
        this.filter = filter;
        this.wanted = wanted;
        this.root = VectorSchemaRoot.create(schema, allocator);
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    @Override
    public boolean next() {
        while (rows.next()) {
            int[] kept = kept();
            if (kept.length > 0) {
                copy(kept);
                return true;
            }
        }
        return false;
    }

    private int[] kept() {
        int count = 0;
        int[] kept = new int[rows.root().getRowCount()];
        for (int row = 0; row < kept.length; row++) {
            if (filter.test(row) == RowFilter.Truth.YES) {
                kept[count] = row;
                count++;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private void copy(int[] kept) {
        boolean all = kept.length == rows.root().getRowCount();
        for (int i = 0; i < wanted.size(); i++) {
            FieldVector from = rows.root().getVector(wanted.get(i));
            FieldVector to = root.getVector(i);
            if (all) {
                from.makeTransferPair(to).splitAndTransfer(0, kept.length);
            } else if (to.getField().getChildren().isEmpty()) {
                copyCells(kept, from, to);
            } else {
                copyRuns(kept, from, to);
            }
        }
        root.setRowCount(kept.length);
    }

    private static void copyCells(int[] kept, FieldVector from, FieldVector to) {
        to.setInitialCapacity(kept.length);
        to.allocateNew();
        for (int row = 0; row < kept.length; row++) {
            to.copyFromSafe(kept[row], row, from);
        }
    }

    /** Rows that follow each other at once: Arrow's copy of one cell does not know lists of fixed-size binaries. */
    private static void copyRuns(int[] kept, FieldVector from, FieldVector to) {
        to.clear();
        to.allocateNew();
        VectorAppender appender = new VectorAppender(to);
        int start = 0;
        for (int end = 1; end <= kept.length; end++) {
            if (end == kept.length || kept[end] != kept[end - 1] + 1) {
                TransferPair run = from.getTransferPair(to.getAllocator());
                run.splitAndTransfer(kept[start], end - start);
                try (ValueVector rows = run.getTo()) {
                    rows.accept(appender, null);
                }
                start = end;
            }
        }
    }

    @Override
    public void close() {
        root.close();
        rows.close();
    }
}
