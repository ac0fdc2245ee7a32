package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.Mix;

/** Who acts on the generated chain: the same addresses whatever the seed, so that examples can name them. */
final class Accounts {
    private static final int USERS = 5_000;
    private static final int TOKENS = 12;
    private static final int MINERS = 8;

    private Accounts() {}

    static long user(long mixed) {
        return Mix.of(0xACC0L, Mix.below(mixed, USERS));
    }

    static long token(long mixed) {
        return Mix.of(0x70CEL, Mix.below(mixed, TOKENS));
    }

    static long miner(long mixed) {
        return Mix.of(0x0817L, Mix.below(mixed, MINERS));
    }
}
