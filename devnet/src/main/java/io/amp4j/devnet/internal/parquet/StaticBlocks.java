package io.amp4j.devnet.internal.parquet;

import io.amp4j.devnet.internal.chain.Blocks;
import io.amp4j.devnet.internal.chain.Snapshot;
import java.util.function.BooleanSupplier;

/** Blocks that never change: the history in files. */
final class StaticBlocks implements Blocks, Snapshot {
    private final String network;
    private final BlockSpan span;
    private final HashLookup hashes;

    StaticBlocks(String network, BlockSpan span, HashLookup hashes) {
        this.network = network;
        this.span = span;
        this.hashes = hashes;
    }

    @Override
    public Snapshot snapshot() {
        return this;
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public long first() {
        return span.first();
    }

    @Override
    public long head() {
        return span.last();
    }

    @Override
    public String hash(long number) {
        return hashes.of(number).hash();
    }

    @Override
    public String parentHash(long number) {
        return hashes.of(number).parent();
    }

    @Override
    public long resumeBehind(long number, String hash) {
        boolean here = number >= first() && number <= head();
        boolean canonical = here
                ? hash(number).equals(hash)
                : number == first() - 1 && parentHash(first()).equals(hash);
        return Math.max(first(), canonical ? number + 1 : number);
    }

    @Override
    public synchronized void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait();
        }
    }

    @Override
    public synchronized void wake() {
        notifyAll();
    }
}
