package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.ChainSnapshot;
import io.amp4j.devnet.internal.chain.Mix;

/** Walks over logs. */
final class LogCursor extends TransactionCursor {
    private int inTransaction = -1;
    private long block = -1;
    int logIndex = -1;
    long logKey;
    LogKind kind = LogKind.TRANSFER;

    LogCursor(ChainSnapshot chain, ChainShape shape, long first, long last) {
        super(chain, shape, first, last);
    }

    @Override
    public boolean advance() {
        inTransaction++;
        while (inTransaction >= logs) {
            if (!nextTransaction()) {
                return false;
            }
            inTransaction = 0;
        }
        logIndex = number == block ? logIndex + 1 : 0;
        block = number;
        logKey = Mix.of(txKey, 1000L + inTransaction);
        kind = LogKind.of(logKey);
        return true;
    }

    long useOfLog(long what) {
        return Mix.of(logKey, what);
    }
}
