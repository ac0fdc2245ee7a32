package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.ChainSnapshot;
import io.amp4j.devnet.internal.chain.Snapshot;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** A table of the generated chain: its rows are made when they are read. */
public final class GeneratedTable<C extends RowCursor> implements Table {
    private final String name;
    private final List<Column<C>> columns;
    private final CursorFactory<C> cursors;

    /** Where a scan begins and ends. */
    interface CursorFactory<C> {
        C over(ChainSnapshot chain, long first, long last);
    }

    private GeneratedTable(String name, List<Column<C>> columns, CursorFactory<C> cursors) {
        this.name = name;
        this.columns = columns;
        this.cursors = cursors;
    }

    /**
     * The tables of an EVM chain.
     *
     * @param shape how many rows a block has
     * @return {@code blocks}, {@code transactions} and {@code logs}
     */
    public static List<Table> of(ChainShape shape) {
        return List.of(
                new GeneratedTable<>(
                        "blocks", BlocksTable.COLUMNS, (chain, a, b) -> new BlockCursor(chain, shape, a, b)),
                new GeneratedTable<>(
                        "transactions",
                        TransactionsTable.COLUMNS,
                        (chain, a, b) -> new TransactionCursor(chain, shape, a, b)),
                new GeneratedTable<>("logs", LogsTable.COLUMNS, (chain, a, b) -> new LogCursor(chain, shape, a, b)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Field> fields() {
        return columns.stream().map(Column::field).toList();
    }

    @Override
    public RowSource scan(
            Snapshot snapshot,
            long first,
            long last,
            List<Integer> wanted,
            BatchLimits limits,
            BufferAllocator allocator) {
        C cursor = cursors.over((ChainSnapshot) snapshot, first, last);
        return new GeneratedScan<>(wanted.stream().map(columns::get).toList(), cursor, limits, allocator);
    }
}
