package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.ChainSnapshot;
import io.amp4j.devnet.internal.chain.Mix;

/** Walks over transactions. */
class TransactionCursor extends BlockCursor {
    int index;
    long txKey;
    int logs;

    TransactionCursor(ChainSnapshot chain, ChainShape shape, long first, long last) {
        super(chain, shape, first, last);
        index = -1;
    }

    @Override
    public boolean advance() {
        return nextTransaction();
    }

    final boolean nextTransaction() {
        index++;
        while (index >= transactions) {
            if (!nextBlock()) {
                return false;
            }
            index = 0;
        }
        txKey = transactionKey(index);
        logs = Transactions.succeeded(txKey) ? shape.logsOf(txKey) : 0;
        return true;
    }

    final long useOfTransaction(long what) {
        return Mix.of(txKey, what);
    }
}
