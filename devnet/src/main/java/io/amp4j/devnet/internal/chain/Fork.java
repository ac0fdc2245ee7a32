package io.amp4j.devnet.internal.chain;

import org.jspecify.annotations.Nullable;

/** A branch of the chain: its blocks from {@code first} on, over a block of its parent. */
final class Fork {
    final int id;
    final @Nullable Fork parent;
    final long first;
    /** The last block that was ever mined on this fork. */
    long last;

    Fork(int id, @Nullable Fork parent, long first) {
        this.id = id;
        this.parent = parent;
        this.first = first;
        this.last = first - 1;
    }

    /** The fork that holds an ancestor of this fork's blocks. */
    Fork holding(long number) {
        Fork fork = this;
        while (number < fork.first && fork.parent != null) {
            fork = fork.parent;
        }
        return fork;
    }
}
