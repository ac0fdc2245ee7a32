package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.BatchLimits;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a run of a query may use.
 *
 * @param limits how large batches may grow
 * @param allocator where rows are kept
 * @param cancelled whether nobody wants the rows any more; asked from any thread
 */
public record RunContext(BatchLimits limits, BufferAllocator allocator, BooleanSupplier cancelled) {}
