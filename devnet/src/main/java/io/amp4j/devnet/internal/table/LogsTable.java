package io.amp4j.devnet.internal.table;

import static io.amp4j.devnet.internal.table.Types.BINARY;
import static io.amp4j.devnet.internal.table.Types.BYTES20;
import static io.amp4j.devnet.internal.table.Types.BYTES32;
import static io.amp4j.devnet.internal.table.Types.TIMESTAMP;
import static io.amp4j.devnet.internal.table.Types.UINT32;
import static io.amp4j.devnet.internal.table.Types.UINT64;
import static io.amp4j.devnet.internal.table.Types.optional;
import static io.amp4j.devnet.internal.table.Types.required;

import io.amp4j.devnet.internal.chain.BlockHash;
import io.amp4j.devnet.internal.chain.Mix;
import io.amp4j.devnet.internal.table.Column.CellWriter;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;

/** The columns of {@code logs}: what the events of tokens and pools look like on a real chain. */
final class LogsTable {
    private static final int WORD = 32;

    static final List<Column<LogCursor>> COLUMNS = List.of(
            new Column<>(required(Table.BLOCK_NUM, UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number)),
            new Column<>(required("block_hash", BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.key)),
            new Column<>(required("block_num", UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number)),
            new Column<>(required("timestamp", TIMESTAMP), 8, (v, c) -> Cells.longs(v, c::timestamp)),
            new Column<>(required("tx_hash", BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.txKey)),
            new Column<>(required("tx_index", UINT32), 4, (v, c) -> Cells.ints(v, () -> c.index)),
            new Column<>(required("log_index", UINT32), 4, (v, c) -> Cells.ints(v, () -> c.logIndex)),
            new Column<>(required("address", BYTES20), 20, (v, c) -> Cells.address(v, () -> contract(c))),
            new Column<>(optional("topic0", BYTES32), 32, LogsTable::topic0),
            new Column<>(optional("topic1", BYTES32), 32, (v, c) -> account(v, c, 1)),
            new Column<>(optional("topic2", BYTES32), 32, (v, c) -> account(v, c, 2)),
            new Column<>(optional("topic3", BYTES32), 32, LogsTable::tokenId),
            new Column<>(required("data", BINARY), 52, LogsTable::data));

    private LogsTable() {}

    private static long contract(LogCursor cursor) {
        return Accounts.token(cursor.useOfLog(2));
    }

    private static CellWriter topic0(FieldVector vector, LogCursor cursor) {
        return Cells.optional(
                vector,
                () -> cursor.kind.topics > 0,
                row -> vector.getDataBuffer().setBytes((long) row * WORD, cursor.kind.topic0));
    }

    /** An address as a topic: twelve zero bytes before it. */
    private static CellWriter account(FieldVector vector, LogCursor cursor, int topic) {
        return Cells.optional(vector, () -> cursor.kind.topics > topic, row -> {
            ArrowBuf buffer = vector.getDataBuffer();
            long at = (long) row * WORD;
            buffer.setLong(at, 0);
            buffer.setInt(at + 8, 0);
            Cells.putAddress(buffer, at + 12, Accounts.user(cursor.useOfLog(2L + topic)));
        });
    }

    private static CellWriter tokenId(FieldVector vector, LogCursor cursor) {
        return Cells.optional(vector, () -> cursor.kind.topics > 3, row -> {
            ArrowBuf buffer = vector.getDataBuffer();
            long at = (long) row * WORD;
            buffer.setZero(at, WORD);
            buffer.setInt(at + 28, Integer.reverseBytes(Mix.below(cursor.useOfLog(5), 10_000)));
        });
    }

    private static CellWriter data(FieldVector vector, LogCursor cursor) {
        VarBinaryVector bytes = (VarBinaryVector) vector;
        byte[] scratch = new byte[4 * WORD];
        return row -> {
            int length = cursor.kind.dataBytes;
            Arrays.fill(scratch, (byte) 0);
            for (int word = 0; word + WORD <= length; word += WORD) {
                BlockHash.putAmount(scratch, word, cursor.useOfLog(6L + word), cursor.useOfLog(7L + word));
            }
            bytes.setSafe(row, scratch, 0, length);
        };
    }
}
