package io.amp4j.lmdb;

import org.lmdbjava.Txn;

/** A snapshot of the environment. Used by one thread at a time. */
final class ReadTxn implements AutoCloseable {
    private final Txn<Slice> txn;
    private final Runnable ended;
    private boolean open = true;

    ReadTxn(Txn<Slice> txn, Runnable ended) {
        this.txn = txn;
        this.ended = ended;
    }

    Txn<Slice> txn() {
        return txn;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            txn.close();
            ended.run();
        }
    }
}
