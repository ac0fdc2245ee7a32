package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.ChainSnapshot;
import io.amp4j.devnet.internal.chain.Mix;

/** Walks over blocks. Its fields are the facts of the block it stands on. */
class BlockCursor implements RowCursor {
    /** 2026-01-01T00:00:00Z, in nanoseconds. */
    private static final long GENESIS_NANOS = 1_767_225_600_000_000_000L;

    private static final long BLOCK_NANOS = 12_000_000_000L;

    final ChainSnapshot chain;
    final ChainShape shape;
    private final long last;

    long number;
    long key;
    long sharedKey;
    int transactions;

    BlockCursor(ChainSnapshot chain, ChainShape shape, long first, long last) {
        this.chain = chain;
        this.shape = shape;
        this.number = first - 1;
        this.last = last;
    }

    @Override
    public boolean advance() {
        return nextBlock();
    }

    final boolean nextBlock() {
        if (number >= last) {
            return false;
        }
        number++;
        key = chain.key(number);
        sharedKey = chain.sharedKey(number);
        transactions = shape.transactionsOf(key);
        return true;
    }

    final long timestamp() {
        return GENESIS_NANOS + number * BLOCK_NANOS;
    }

    /** A key for one use in this block, that a reorg changes. */
    final long use(long what) {
        return Mix.of(key, what);
    }

    /** Three of four transactions outlive a reorg, as most do on a real chain: same hash, in another block. */
    final long transactionKey(int index) {
        long chosen = Mix.of(sharedKey, 100L + index);
        return (chosen & 3) != 0 ? chosen : Mix.of(key, 100L + index);
    }

    final long gasUsed() {
        long sum = 0;
        for (int i = 0; i < transactions; i++) {
            sum += Transactions.gasUsed(transactionKey(i));
        }
        return sum;
    }
}
