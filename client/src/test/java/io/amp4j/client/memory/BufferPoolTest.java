package io.amp4j.client.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private static final int BODY = 3 * BufferPool.SMALLEST;

    private final BufferAllocator allocator = new RootAllocator(8L * BODY);
    private final BufferPool pool = new BufferPool(2L * BODY);

    @AfterEach
    void nothing_is_left_allocated() {
        pool.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void uses_memory_again() {
        long address = takeAndClose(BODY);
        assertThat(takeAndClose(BODY)).isEqualTo(address);
        assertThat(takeAndClose(BODY - 100)).isEqualTo(address);
    }

    @Test
    void counts_what_is_in_use_and_only_that() {
        try (ArrowBuf body = pool.take(allocator, BODY - 100)) {
            assertThat(body.capacity()).isEqualTo(BODY);
            assertThat(allocator.getAllocatedMemory()).isEqualTo(BODY);
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
        assertThat(pool.idleBytes()).isEqualTo(BODY);
    }

    @Test
    void keeps_no_more_than_it_may() {
        ArrowBuf first = pool.take(allocator, BODY);
        ArrowBuf second = pool.take(allocator, BODY);
        ArrowBuf third = pool.take(allocator, BODY);
        first.close();
        second.close();
        third.close();
        assertThat(pool.idleBytes()).isEqualTo(2L * BODY);
    }

    @Test
    void does_not_lend_far_more_than_was_asked_for() {
        takeAndClose(BODY * 2);
        try (ArrowBuf small = pool.take(allocator, BODY / 2)) {
            assertThat(small.capacity()).isLessThan(BODY);
            assertThat(pool.idleBytes()).isEqualTo(2L * BODY);
        }
    }

    @Test
    void what_has_waited_longest_makes_room() {
        takeAndClose(BODY);
        long second = takeAndClose(2 * BODY);
        assertThat(pool.idleBytes()).isEqualTo(2L * BODY);
        assertThat(takeAndClose(2 * BODY)).isEqualTo(second);
    }

    @Test
    void finds_one_that_suits_among_others() {
        ArrowBuf small = pool.take(allocator, BODY / 2);
        ArrowBuf large = pool.take(allocator, BODY);
        long address = large.memoryAddress();
        large.close();
        small.close();
        assertThat(takeAndClose(BODY)).isEqualTo(address);
        assertThat(pool.idleBytes()).isEqualTo(large.capacity() + small.capacity());
    }

    @Test
    void leaves_small_buffers_to_the_allocator() {
        takeAndClose(BufferPool.SMALLEST - 1);
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void keeps_nothing_once_closed() {
        takeAndClose(BODY);
        ArrowBuf late = pool.take(allocator, BODY);
        pool.close();
        late.setByte(BODY - 1, 7);
        late.close();
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void memory_beyond_the_limit_is_refused() {
        assertThatThrownBy(() -> pool.take(allocator, 9 * BODY)).isInstanceOf(OutOfMemoryException.class);
        assertThat(pool.idleBytes()).isZero();
    }

    private long takeAndClose(int length) {
        try (ArrowBuf body = pool.take(allocator, length)) {
            return body.memoryAddress();
        }
    }
}
