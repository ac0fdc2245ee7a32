package io.amp4j.devnet.internal.table;

import static io.amp4j.devnet.internal.table.Types.BINARY;
import static io.amp4j.devnet.internal.table.Types.BYTES20;
import static io.amp4j.devnet.internal.table.Types.BYTES32;
import static io.amp4j.devnet.internal.table.Types.DECIMAL;
import static io.amp4j.devnet.internal.table.Types.TIMESTAMP;
import static io.amp4j.devnet.internal.table.Types.UINT64;
import static io.amp4j.devnet.internal.table.Types.optional;
import static io.amp4j.devnet.internal.table.Types.required;

import io.amp4j.devnet.internal.chain.BlockHash;
import io.amp4j.devnet.internal.chain.Mix;
import io.amp4j.devnet.internal.table.Column.WriterFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;

/**
 * The columns of {@code blocks}. The first blocks lack what a chain's upgrades added later, so that every column that may be
 * null is null somewhere.
 */
final class BlocksTable {
    private static final long MERGE = 4;
    private static final long SHANGHAI = 8;
    private static final long CANCUN = 16;
    private static final long PRAGUE = 32;
    private static final int BLOOM_BYTES = 256;

    /** The hash of an empty list of ommers, as on every chain since the merge. */
    private static final byte[] NO_OMMERS =
            HexFormat.of().parseHex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

    private static final byte[] EXTRA = "amp4j devnet".getBytes(StandardCharsets.US_ASCII);

    static final List<Column<BlockCursor>> COLUMNS = List.of(
            new Column<>(required(Table.BLOCK_NUM, UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number)),
            new Column<>(required("block_num", UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number)),
            new Column<>(required("timestamp", TIMESTAMP), 8, (v, c) -> Cells.longs(v, c::timestamp)),
            new Column<>(required("hash", BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.key)),
            new Column<>(required("parent_hash", BYTES32), 32, BlocksTable::parentHash),
            new Column<>(required("ommers_hash", BYTES32), 32, (v, c) -> Cells.constant(v, NO_OMMERS)),
            new Column<>(required("miner", BYTES20), 20, (v, c) -> Cells.address(v, () -> Accounts.miner(c.use(2)))),
            hash("state_root", 3),
            hash("transactions_root", 4),
            hash("receipt_root", 5),
            new Column<>(required("logs_bloom", BINARY), BLOOM_BYTES + 4, BlocksTable::bloom),
            new Column<>(required("difficulty", DECIMAL), 16, (v, c) -> Cells.decimals(v, () -> difficulty(c))),
            new Column<>(
                    optional("total_difficulty", DECIMAL),
                    16,
                    (v, c) -> Cells.optional(
                            v,
                            () -> c.number < MERGE,
                            Cells.decimals(v, () -> (c.number + 1) * 13_000_000_000_000_000L))),
            new Column<>(required("gas_limit", UINT64), 8, (v, c) -> Cells.longs(v, () -> 30_000_000L)),
            new Column<>(required("gas_used", UINT64), 8, (v, c) -> Cells.longs(v, c::gasUsed)),
            new Column<>(required("extra_data", BINARY), EXTRA.length + 4, BlocksTable::extraData),
            hash("mix_hash", 6),
            new Column<>(required("nonce", UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number < MERGE ? c.use(7) : 0)),
            new Column<>(
                    optional("base_fee_per_gas", DECIMAL),
                    16,
                    (v, c) -> Cells.optional(v, () -> c.number > 0, Cells.decimals(v, () -> baseFee(c)))),
            hashFrom(SHANGHAI, "withdrawals_root", 8),
            new Column<>(
                    optional("blob_gas_used", UINT64),
                    8,
                    (v, c) -> Cells.optional(
                            v, () -> c.number >= CANCUN, Cells.longs(v, () -> 131_072L * Mix.below(c.use(9), 7)))),
            new Column<>(
                    optional("excess_blob_gas", UINT64),
                    8,
                    (v, c) -> Cells.optional(
                            v, () -> c.number >= CANCUN, Cells.longs(v, () -> 131_072L * Mix.below(c.use(10), 99)))),
            hashFrom(CANCUN, "parent_beacon_root", 13),
            hashFrom(PRAGUE, "requests_hash", 14));

    private BlocksTable() {}

    private static Column<BlockCursor> hash(String name, int use) {
        return new Column<>(required(name, BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.use(use)));
    }

    private static Column<BlockCursor> hashFrom(long block, String name, int use) {
        WriterFactory<BlockCursor> writer = (v, c) -> Cells.optionalHash(v, () -> c.number >= block, () -> c.use(use));
        return new Column<>(optional(name, BYTES32), 32, writer);
    }

    private static Column.CellWriter parentHash(FieldVector vector, BlockCursor cursor) {
        return row -> {
            if (cursor.number > 0) {
                Cells.putHash(
                        vector.getDataBuffer(), (long) row * BlockHash.BYTES, cursor.chain.key(cursor.number - 1));
            }
        };
    }

    private static Column.CellWriter bloom(FieldVector vector, BlockCursor cursor) {
        byte[] bloom = new byte[BLOOM_BYTES];
        VarBinaryVector bytes = (VarBinaryVector) vector;
        return row -> {
            long key = cursor.use(15);
            for (int i = 0; i < BLOOM_BYTES; i++) {
                bloom[i] = (byte) (Mix.of(key, i) & Mix.of(key, i + 999));
            }
            bytes.setSafe(row, bloom);
        };
    }

    private static Column.CellWriter extraData(FieldVector vector, BlockCursor cursor) {
        VarBinaryVector bytes = (VarBinaryVector) vector;
        return row -> bytes.setSafe(row, EXTRA);
    }

    private static long difficulty(BlockCursor cursor) {
        return cursor.number < MERGE ? 13_000_000_000_000_000L : 0;
    }

    private static long baseFee(BlockCursor cursor) {
        return 7_000_000_000L + Mix.below(cursor.use(16), 1_000_000_000);
    }
}
