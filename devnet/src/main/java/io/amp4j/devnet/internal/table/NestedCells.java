package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.BlockHash;
import io.amp4j.devnet.internal.chain.Mix;
import io.amp4j.devnet.internal.table.Column.CellWriter;
import java.util.Arrays;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Writers of the lists that transactions of newer types have. */
final class NestedCells {
    private static final int ADDRESS = 20;

    private NestedCells() {}

    static CellWriter accessList(FieldVector vector, TransactionCursor cursor) {
        ListVector list = (ListVector) vector;
        StructVector items = (StructVector) list.getDataVector();
        FixedSizeBinaryVector addresses = items.getChild("address", FixedSizeBinaryVector.class);
        ListVector keys = items.getChild("storage_keys", ListVector.class);
        FixedSizeBinaryVector key = (FixedSizeBinaryVector) keys.getDataVector();
        return row -> {
            if (Transactions.type(cursor.txKey) == 0) {
                return;
            }
            int entries = Math.max(0, Mix.below(cursor.useOfTransaction(30), 8) - 5);
            int first = list.startNewValue(row);
            for (int i = 0; i < entries; i++) {
                long entry = cursor.useOfTransaction(31L + i);
                items.setIndexDefined(first + i);
                addresses.setSafe(first + i, address(entry));
                int slots = Mix.below(entry, 3);
                int firstSlot = keys.startNewValue(first + i);
                for (int slot = 0; slot < slots; slot++) {
                    key.setSafe(firstSlot + slot, BlockHash.bytes(Mix.of(entry, slot)));
                }
                keys.endValue(first + i, slots);
            }
            list.endValue(row, entries);
        };
    }

    static CellWriter blobHashes(FieldVector vector, TransactionCursor cursor) {
        ListVector list = (ListVector) vector;
        FixedSizeBinaryVector hashes = (FixedSizeBinaryVector) list.getDataVector();
        return row -> {
            if (Transactions.type(cursor.txKey) != 3) {
                return;
            }
            int blobs = 1 + Mix.below(cursor.useOfTransaction(40), 6);
            int first = list.startNewValue(row);
            for (int i = 0; i < blobs; i++) {
                byte[] hash = BlockHash.bytes(cursor.useOfTransaction(41L + i));
                hash[0] = 1;
                hashes.setSafe(first + i, hash);
            }
            list.endValue(row, blobs);
        };
    }

    static CellWriter authorizations(FieldVector vector, TransactionCursor cursor) {
        ListVector list = (ListVector) vector;
        StructVector items = (StructVector) list.getDataVector();
        UInt8Vector chainIds = items.getChild("chain_id", UInt8Vector.class);
        FixedSizeBinaryVector addresses = items.getChild("address", FixedSizeBinaryVector.class);
        UInt8Vector nonces = items.getChild("nonce", UInt8Vector.class);
        BitVector parities = items.getChild("y_parity", BitVector.class);
        FixedSizeBinaryVector rs = items.getChild("r", FixedSizeBinaryVector.class);
        FixedSizeBinaryVector ss = items.getChild("s", FixedSizeBinaryVector.class);
        return row -> {
            if (Transactions.type(cursor.txKey) != 4) {
                return;
            }
            int at = list.startNewValue(row);
            long key = cursor.useOfTransaction(50);
            items.setIndexDefined(at);
            chainIds.setSafe(at, TransactionsTable.CHAIN_ID);
            addresses.setSafe(at, address(key));
            nonces.setSafe(at, Mix.below(key, 1_000));
            parities.setSafe(at, (int) (key & 1));
            rs.setSafe(at, BlockHash.bytes(Mix.of(key, 1)));
            ss.setSafe(at, BlockHash.bytes(Mix.of(key, 2)));
            list.endValue(row, 1);
        };
    }

    private static byte[] address(long key) {
        return Arrays.copyOf(BlockHash.bytes(Accounts.user(key)), ADDRESS);
    }
}
