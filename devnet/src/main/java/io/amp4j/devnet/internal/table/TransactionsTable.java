package io.amp4j.devnet.internal.table;

import static io.amp4j.devnet.internal.table.Types.BINARY;
import static io.amp4j.devnet.internal.table.Types.BOOL;
import static io.amp4j.devnet.internal.table.Types.BYTES20;
import static io.amp4j.devnet.internal.table.Types.BYTES32;
import static io.amp4j.devnet.internal.table.Types.DECIMAL;
import static io.amp4j.devnet.internal.table.Types.INT32;
import static io.amp4j.devnet.internal.table.Types.TIMESTAMP;
import static io.amp4j.devnet.internal.table.Types.UINT32;
import static io.amp4j.devnet.internal.table.Types.UINT64;
import static io.amp4j.devnet.internal.table.Types.UTF8;
import static io.amp4j.devnet.internal.table.Types.optional;
import static io.amp4j.devnet.internal.table.Types.optionalList;
import static io.amp4j.devnet.internal.table.Types.required;
import static io.amp4j.devnet.internal.table.Types.requiredList;
import static io.amp4j.devnet.internal.table.Types.requiredStruct;

import io.amp4j.devnet.internal.chain.BlockHash;
import io.amp4j.devnet.internal.chain.Mix;
import io.amp4j.devnet.internal.table.Column.CellWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns of {@code transactions}. */
final class TransactionsTable {
    /** The chain id that development chains use. */
    static final long CHAIN_ID = 1337;

    private static final byte[] TRANSFER_SELECTOR = {(byte) 0xa9, 0x05, (byte) 0x9c, (byte) 0xbb};

    static final List<Column<TransactionCursor>> COLUMNS = List.of(
            new Column<>(required(Table.BLOCK_NUM, UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number)),
            new Column<>(required("block_hash", BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.key)),
            new Column<>(required("block_num", UINT64), 8, (v, c) -> Cells.longs(v, () -> c.number)),
            new Column<>(required("timestamp", TIMESTAMP), 8, (v, c) -> Cells.longs(v, c::timestamp)),
            new Column<>(required("tx_index", UINT32), 4, (v, c) -> Cells.ints(v, () -> c.index)),
            new Column<>(required("tx_hash", BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.txKey)),
            new Column<>(
                    optional("to", BYTES20),
                    20,
                    (v, c) -> Cells.optional(
                            v, () -> !Transactions.createsContract(c.txKey), Cells.address(v, () -> to(c)))),
            new Column<>(
                    required("nonce", UINT64),
                    8,
                    (v, c) -> Cells.longs(v, () -> Mix.below(c.useOfTransaction(1), 100_000))),
            new Column<>(
                    optional("gas_price", DECIMAL), 16, (v, c) -> Cells.optional(v, () -> !isDynamic(c), fee(v, c))),
            new Column<>(
                    required("gas_limit", UINT64),
                    8,
                    (v, c) -> Cells.longs(v, () -> Transactions.gasUsed(c.txKey) * 5 / 4)),
            new Column<>(required("value", UTF8), 20, TransactionsTable::value),
            new Column<>(required("input", BINARY), 200, TransactionsTable::input),
            hash("r", 4),
            hash("s", 5),
            new Column<>(
                    required("v_parity", BOOL), 1, (v, c) -> Cells.bits(v, () -> (c.useOfTransaction(6) & 1) == 0)),
            new Column<>(
                    optional("chain_id", UINT64),
                    8,
                    (v, c) -> Cells.optional(
                            v,
                            () -> isDynamic(c) || Mix.below(c.useOfTransaction(7), 10) > 0,
                            Cells.longs(v, () -> CHAIN_ID))),
            new Column<>(
                    required("gas_used", UINT64), 8, (v, c) -> Cells.longs(v, () -> Transactions.gasUsed(c.txKey))),
            new Column<>(required("type", INT32), 4, (v, c) -> Cells.ints(v, () -> Transactions.type(c.txKey))),
            new Column<>(optional("max_fee_per_gas", DECIMAL), 16, (v, c) -> Cells.optional(v, () -> true, fee(v, c))),
            new Column<>(
                    optional("max_priority_fee_per_gas", DECIMAL),
                    16,
                    (v, c) -> Cells.optional(
                            v, () -> isDynamic(c), Cells.decimals(v, () -> Transactions.fee(c.txKey) / 8))),
            new Column<>(
                    optional("max_fee_per_blob_gas", DECIMAL),
                    16,
                    (v, c) -> Cells.optional(
                            v, () -> Transactions.type(c.txKey) == 3, Cells.decimals(v, () -> 1_000_000_000L))),
            new Column<>(
                    required("from", BYTES20),
                    20,
                    (v, c) -> Cells.address(v, () -> Accounts.user(c.useOfTransaction(9)))),
            new Column<>(required("status", BOOL), 1, (v, c) -> Cells.bits(v, () -> Transactions.succeeded(c.txKey))),
            new Column<>(optional("state_root", BYTES32), 32, (v, c) -> Cells.nothing()),
            new Column<>(accessList(), 40, NestedCells::accessList),
            new Column<>(optionalList("blob_versioned_hashes", required("item", BYTES32)), 10, NestedCells::blobHashes),
            new Column<>(authorizationList(), 10, NestedCells::authorizations));

    private TransactionsTable() {}

    private static Field accessList() {
        return optionalList(
                "access_list",
                requiredStruct(
                        "item", required("address", BYTES20), requiredList("storage_keys", required("item", BYTES32))));
    }

    private static Field authorizationList() {
        return optionalList(
                "authorization_list",
                requiredStruct(
                        "item",
                        required("chain_id", UINT64),
                        required("address", BYTES20),
                        required("nonce", UINT64),
                        required("y_parity", BOOL),
                        required("r", BYTES32),
                        required("s", BYTES32)));
    }

    private static Column<TransactionCursor> hash(String name, int use) {
        return new Column<>(required(name, BYTES32), 32, (v, c) -> Cells.hash(v, () -> c.useOfTransaction(use)));
    }

    private static boolean isDynamic(TransactionCursor cursor) {
        return Transactions.type(cursor.txKey) != 0;
    }

    private static CellWriter fee(FieldVector vector, TransactionCursor cursor) {
        return Cells.decimals(vector, () -> Transactions.fee(cursor.txKey));
    }

    private static long to(TransactionCursor cursor) {
        return Transactions.inputBytes(cursor.txKey) == 0
                ? Accounts.user(cursor.useOfTransaction(2))
                : Accounts.token(cursor.useOfTransaction(2));
    }

    /** Wei as decimal text: more than 64 bits need, for one in ten. */
    private static CellWriter value(FieldVector vector, TransactionCursor cursor) {
        VarCharVector text = (VarCharVector) vector;
        return row -> {
            long wei = cursor.useOfTransaction(3) >>> 4;
            String digits;
            if (Transactions.inputBytes(cursor.txKey) > 0) {
                digits = "0";
            } else {
                digits = wei % 10 == 0 ? wei + "000" : Long.toString(wei);
            }
            text.setSafe(row, digits.getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static CellWriter input(FieldVector vector, TransactionCursor cursor) {
        VarBinaryVector bytes = (VarBinaryVector) vector;
        byte[] scratch = new byte[8_192];
        return row -> {
            int length = Transactions.inputBytes(cursor.txKey);
            for (int at = 0; at < length; at += BlockHash.BYTES) {
                BlockHash.put(scratch, at, cursor.useOfTransaction(60L + at));
            }
            if (length > 0 && !Transactions.createsContract(cursor.txKey)) {
                System.arraycopy(TRANSFER_SELECTOR, 0, scratch, 0, TRANSFER_SELECTOR.length);
            }
            bytes.setSafe(row, scratch, 0, length);
        };
    }
}
