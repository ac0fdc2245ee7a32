package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.Mix;

/** The facts of a transaction, from its key. */
final class Transactions {
    private Transactions() {}

    static boolean succeeded(long key) {
        return Mix.below(Mix.of(key, 20), 100) < 97;
    }

    static long gasUsed(long key) {
        return 21_000L + Mix.below(Mix.of(key, 21), 300_000);
    }

    /** Its EIP-2718 type: 0 legacy, 2 dynamic fee, 3 blobs, 4 set code. */
    static int type(long key) {
        int percent = Mix.below(Mix.of(key, 22), 100);
        if (percent < 20) {
            return 0;
        }
        if (percent < 94) {
            return 2;
        }
        return percent < 97 ? 3 : 4;
    }

    static boolean createsContract(long key) {
        return type(key) == 2 && Mix.below(Mix.of(key, 23), 50) == 0;
    }

    /** Bytes of call data: none for a payment, 68 for a transfer of tokens, more for the rest, much for byte code. */
    static int inputBytes(long key) {
        if (createsContract(key)) {
            return 2_000 + Mix.below(Mix.of(key, 24), 6_000);
        }
        int percent = Mix.below(Mix.of(key, 25), 100);
        if (percent < 35) {
            return 0;
        }
        return percent < 80 ? 68 : 4 + 32 * (1 + Mix.below(Mix.of(key, 26), 20));
    }

    static long fee(long key) {
        return 8_000_000_000L + Mix.below(Mix.of(key, 27), 2_000_000_000);
    }
}
