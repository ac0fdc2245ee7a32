package io.amp4j.postgresql.internal.copy;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.jspecify.annotations.Nullable;

/** Where the elements of a row's list stand within the vector of all elements. */
final class ListSource {
    private @Nullable BaseListVector lists;
    private @Nullable LargeListVector largeLists;

    /** Takes the lists and gives the vector of their elements. */
    FieldVector bind(FieldVector vector) {
        largeLists = vector instanceof LargeListVector large ? large : null;
        lists = vector instanceof BaseListVector base ? base : null;
        return vector.getChildrenFromFields().get(0);
    }

    /** The index of the first element; Arrow Java's vectors have no more than an {@code int} of them. */
    int start(int row) {
        return lists != null ? lists.getElementStartIndex(row) : Math.toIntExact(largeLists.getElementStartIndex(row));
    }

    /** The index behind the last element; below the first in a broken batch. */
    int end(int row) {
        return lists != null ? lists.getElementEndIndex(row) : Math.toIntExact(largeLists.getElementEndIndex(row));
    }
}
