package io.amp4j.client.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyPoolTest {
    private static final int BODY = 3 * BodyPool.SMALLEST;

    private final BufferAllocator allocator = new RootAllocator(8L * BODY);
    private final BodyPool pool = new BodyPool(allocator, 2L * BODY);

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
        try (ArrowBuf body = pool.take(BODY - 100)) {
            assertThat(body.capacity()).isEqualTo(BODY);
            assertThat(allocator.getAllocatedMemory()).isEqualTo(BODY);
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
        assertThat(pool.idleBytes()).isEqualTo(BODY);
    }

    @Test
    void keeps_no_more_than_it_may() {
        ArrowBuf first = pool.take(BODY);
        ArrowBuf second = pool.take(BODY);
        ArrowBuf third = pool.take(BODY);
        first.close();
        second.close();
        third.close();
        assertThat(pool.idleBytes()).isEqualTo(2L * BODY);
    }

    @Test
    void does_not_lend_far_more_than_was_asked_for() {
        takeAndClose(BODY * 2);
        try (ArrowBuf small = pool.take(BODY / 2)) {
            assertThat(small.capacity()).isLessThan(BODY);
            assertThat(pool.idleBytes()).isZero();
        }
    }

    @Test
    void leaves_small_bodies_to_the_allocator() {
        takeAndClose(BodyPool.SMALLEST - 1);
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void keeps_nothing_once_closed() {
        takeAndClose(BODY);
        ArrowBuf late = pool.take(BODY);
        pool.close();
        late.setByte(BODY - 1, 7);
        late.close();
        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void memory_beyond_the_limit_is_refused() {
        assertThatThrownBy(() -> pool.take(9 * BODY)).isInstanceOf(OutOfMemoryException.class);
        assertThat(pool.idleBytes()).isZero();
    }

    private long takeAndClose(int length) {
        try (ArrowBuf body = pool.take(length)) {
            return body.memoryAddress();
        }
    }
}
