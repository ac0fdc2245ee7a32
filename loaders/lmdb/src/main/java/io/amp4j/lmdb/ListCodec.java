package io.amp4j.lmdb;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** Lists of any kind, and maps, which are lists of entries: the count, a bit for each item that is there, then these items. */
final class ListCodec extends ValueCodec {
    private final ValueCodec item;
    private @Nullable FieldVector lists;
    private int first;
    private int count;

    ListCodec(ValueCodec item) {
        this.item = item;
    }

    @Override
    void bindValues(FieldVector vector) {
        lists = vector;
        item.bind(vector.getChildrenFromFields().get(0));
    }

    private void locate(int row) {
        if (lists instanceof LargeListVector large) {
            first = Math.toIntExact(large.getElementStartIndex(row));
            count = Math.toIntExact(large.getElementEndIndex(row) - first);
        } else {
            BaseListVector list = (BaseListVector) lists;
            first = list.getElementStartIndex(row);
            count = list.getElementEndIndex(row) - first;
        }
    }

    @Override
    int size(int row) {
        locate(row);
        int size = Bytes.varintSize(count) + Bytes.bitmapSize(count);
        for (int i = first; i < first + count; i++) {
            size = Math.addExact(size, item.present(i) ? item.size(i) : 0);
        }
        return size;
    }

    @Override
    long write(int row, long to) {
        locate(row);
        long bits = Bytes.putVarint(to, count);
        Bytes.zero(bits, Bytes.bitmapSize(count));
        long at = bits + Bytes.bitmapSize(count);
        for (int i = 0; i < count; i++) {
            if (item.present(first + i)) {
                Bytes.setBit(bits, i);
                at = item.write(first + i, at);
            }
        }
        return at;
    }

    @Override
    void target(FieldVector vector) {
        lists = vector;
        item.target(vector.getChildrenFromFields().get(0));
    }

    @Override
    long read(long from, int row) {
        int items = Bytes.varint(from);
        long bits = from + Bytes.varintSize(items);
        long at = bits + Bytes.bitmapSize(items);
        int start = begin(row);
        for (int i = 0; i < items; i++) {
            if (Bytes.bit(bits, i)) {
                at = item.read(at, start + i);
            } else {
                item.readNull(start + i);
            }
        }
        end(row, items);
        return at;
    }

    private int begin(int row) {
        if (lists instanceof LargeListVector large) {
            return Math.toIntExact(large.startNewValue(row));
        } else if (lists instanceof FixedSizeListVector fixed) {
            return fixed.startNewValue(row);
        }
        return ((ListVector) lists).startNewValue(row);
    }

    private void end(int row, int items) {
        if (lists instanceof LargeListVector large) {
            large.endValue(row, items);
        } else if (lists instanceof ListVector list) {
            list.endValue(row, items);
        }
    }

    /** The items of a null in a vector of lists of one length are there, and null. */
    @Override
    void readNull(int row) {
        if (lists instanceof FixedSizeListVector fixed) {
            int start = fixed.startNewValue(row);
            for (int i = 0; i < fixed.getListSize(); i++) {
                item.readNull(start + i);
            }
        }
        lists.setNull(row);
    }
}
