package io.amp4j.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/** What readers need in order to skip pages of one chunk. */
final class PageIndex {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Bounds previous;
    private final List<PageLocation> locations = new ArrayList<>();
    private final List<Boolean> nullPages = new ArrayList<>();
    private final List<ByteBuffer> mins = new ArrayList<>();
    private final List<ByteBuffer> maxs = new ArrayList<>();
    private final List<Long> nullCounts = new ArrayList<>();
    private boolean complete = true;
    private boolean ascending = true;
    private boolean descending = true;

    PageIndex(Leaf leaf) {
        LeafType type = leaf.type();
        previous = Bounds.of(type.physical(), type.width(), type.order());
        // A column without an order has no bounds, and an index without bounds says nothing.
        complete = type.order() != Order.NONE;
    }

    void add(long offset, int compressedBytes, long firstRow, long nulls, boolean anyValue, Bounds bounds) {
        locations.add(new PageLocation(offset, compressedBytes, firstRow));
        if (!complete) {
            return;
        }
        nullPages.add(!anyValue);
        nullCounts.add(nulls);
        if (!anyValue) {
            mins.add(EMPTY);
            maxs.add(EMPTY);
            return;
        }
        byte[] max = bounds.present() ? bounds.max() : null;
        if (max == null) {
            complete = false;
            return;
        }
        mins.add(ByteBuffer.wrap(bounds.min()));
        maxs.add(ByteBuffer.wrap(max));
        compare(bounds);
    }

    private void compare(Bounds bounds) {
        if (previous.present()) {
            int byMin = bounds.compareMin(previous);
            int byMax = bounds.compareMax(previous);
            ascending &= byMin >= 0 && byMax >= 0;
            descending &= byMin <= 0 && byMax <= 0;
        }
        previous.clear();
        previous.take(bounds);
    }

    /** Moves all pages: they were placed before it was known where the chunk begins. */
    void shift(long bytes) {
        for (PageLocation location : locations) {
            location.setOffset(location.getOffset() + bytes);
        }
    }

    OffsetIndex offsetIndex() {
        return new OffsetIndex(locations);
    }

    @Nullable
    ColumnIndex columnIndex() {
        if (!complete) {
            return null;
        }
        BoundaryOrder order =
                ascending ? BoundaryOrder.ASCENDING : descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
        return new ColumnIndex(nullPages, mins, maxs, order).setNull_counts(nullCounts);
    }
}
