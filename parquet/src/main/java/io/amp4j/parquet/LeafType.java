package io.amp4j.parquet;

import java.util.function.Supplier;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.jspecify.annotations.Nullable;

/**
 * How values that are no group are stored.
 *
 * @param physical the physical type
 * @param width the bytes of each value; 0 if they vary
 * @param order how they compare
 * @param logical what they mean, if their physical type does not say it
 * @param converted the same for old readers
 * @param fetcher makes what reads them from a vector
 */
record LeafType(
        PhysicalType physical,
        int width,
        Order order,
        @Nullable LogicalType logical,
        @Nullable ConvertedType converted,
        Supplier<Fetcher> fetcher) {

    LeafType(PhysicalType physical, int width, Order order, Supplier<Fetcher> fetcher) {
        this(physical, width, order, null, null, fetcher);
    }

    LeafType means(@Nullable LogicalType meaning, @Nullable ConvertedType old) {
        return new LeafType(physical, width, order, meaning, old, fetcher);
    }
}
