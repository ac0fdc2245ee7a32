package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.Mix;

/**
 * How many rows a generated block has.
 *
 * @param transactions per block, on average
 * @param logs per transaction, on average
 */
public record ChainShape(int transactions, int logs) {
    int transactionsOf(long blockKey) {
        return around(transactions, Mix.of(blockKey, 11));
    }

    int logsOf(long transactionKey) {
        return around(logs, Mix.of(transactionKey, 12));
    }

    /** From half the mean to one and a half times the mean. */
    private static int around(int mean, long mixed) {
        int half = mean / 2;
        return mean - half + Mix.below(mixed, 2 * half + 1);
    }
}
