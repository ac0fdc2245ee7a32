package io.amp4j.client.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the buffers of one batch after the other, used again: fresh pages cost about as much as what is copied into them. A buffer comes back
 * by itself once nobody refers to it any more, whoever that was. What is in use is counted by the allocator; what waits for its next use is not,
 * and is at most what the pool may keep.
 *
 * <p>Thread-safe: buffers may be let go of by any thread, also after the pool was closed.
 */
public final class BufferPool implements AutoCloseable {
    /** Buffers of fewer bytes are left to the allocator: malloc keeps small memory by itself. */
    static final int SMALLEST = 32 << 10;

    private final long mostIdleBytes;
    private final Deque<Block> idle = new ArrayDeque<>();
    private long idleBytes;
    private boolean closed;

    private record Block(long address, long size) {
        void free() {
            MemoryUtil.freeMemory(address);
        }

        /** Whether so many bytes have room, and not far more than that. */
        boolean suits(long length) {
            return size >= length && size / 2 <= length;
        }
    }

    /**
     * An empty pool.
     *
     * @param mostIdleBytes how many bytes may wait for their next use
     */
    public BufferPool(long mostIdleBytes) {
        this.mostIdleBytes = mostIdleBytes;
    }

    /**
     * A buffer with any content.
     *
     * @param allocator counts it while it is in use; stays its owner's, and has to live as long as the buffer
     * @param length how many bytes it has at least
     * @return the buffer; the caller closes it
     * @throws OutOfMemoryException if that is more than the allocator may have in use
     */
    public ArrowBuf take(BufferAllocator allocator, long length) {
        if (length < SMALLEST) {
            return allocator.buffer(length);
        }
        Block block = idleBlock(length);
        if (block == null) {
            long size = (length + SMALLEST - 1) / SMALLEST * SMALLEST;
            block = new Block(MemoryUtil.allocateMemory(size), size);
        }
        try {
            return allocator.wrapForeignAllocation(new Lent(block));
        } catch (RuntimeException e) {
            block.free();
            throw e;
        }
    }

    /** The one that was used last of those that suit: most likely to be in the processor's caches still. */
    private synchronized @Nullable Block idleBlock(long length) {
        for (Iterator<Block> blocks = idle.iterator(); blocks.hasNext(); ) {
            Block block = blocks.next();
            if (block.suits(length)) {
                blocks.remove();
                idleBytes -= block.size();
                return block;
            }
        }
        return null;
    }

    /** Those that have waited longest make room: they are of an earlier size. */
    private synchronized void giveBack(Block block) {
        if (closed || block.size() > mostIdleBytes) {
            block.free();
            return;
        }
        idle.push(block);
        idleBytes += block.size();
        while (idleBytes > mostIdleBytes) {
            Block oldest = idle.removeLast();
            idleBytes -= oldest.size();
            oldest.free();
        }
    }

    /** How much waits for its next use. */
    synchronized long idleBytes() {
        return idleBytes;
    }

    /** Frees what waits; what is still in use is freed when it is given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Block::free);
        idle.clear();
        idleBytes = 0;
    }

    /** A block in Arrow's hands. */
    private final class Lent extends ForeignAllocation {
        private final Block block;

        Lent(Block block) {
            super(block.size(), block.address());
            this.block = block;
        }

        @Override
        protected void release0() {
            giveBack(block);
        }
    }
}
