package io.amp4j.loader.arrow;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.jspecify.annotations.Nullable;

/** Where the elements of a row's list stand within the vector of all elements; bound to each batch's vector, used by one thread. */
public final class ListSource {
    private @Nullable BaseListVector lists;
    private @Nullable LargeListVector largeLists;

    /** Creates one that is not bound yet. */
    public ListSource() {}

    /**
     * Takes the lists of the next batch.
     *
     * @param vector lists of any kind, or maps
     * @return the vector of their elements
     */
    public FieldVector bind(FieldVector vector) {
        largeLists = vector instanceof LargeListVector large ? large : null;
        lists = vector instanceof BaseListVector base ? base : null;
        return vector.getChildrenFromFields().get(0);
    }

    /**
     * Where a list begins; Arrow Java's vectors have no more than an {@code int} of elements.
     *
     * @param row the list's row
     * @return the index of its first element
     */
    public int start(int row) {
        return lists != null ? lists.getElementStartIndex(row) : Math.toIntExact(largeLists.getElementStartIndex(row));
    }

    /**
     * Where a list ends.
     *
     * @param row the list's row
     * @return the index behind its last element; below the first in a broken batch
     */
    public int end(int row) {
        return lists != null ? lists.getElementEndIndex(row) : Math.toIntExact(largeLists.getElementEndIndex(row));
    }
}
