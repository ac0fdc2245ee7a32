package io.amp4j.lmdb;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Structs: a bit for each member that is there, then these members. */
final class StructCodec extends ValueCodec {
    private final List<ValueCodec> members;
    private final int bitmap;
    private @Nullable StructVector target;

    StructCodec(List<ValueCodec> members) {
        this.members = members;
        this.bitmap = Bytes.bitmapSize(members.size());
    }

    @Override
    void bindValues(FieldVector vector) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).bind(vector.getChildrenFromFields().get(i));
        }
    }

    @Override
    int size(int row) {
        int size = bitmap;
        for (ValueCodec member : members) {
            size = Math.addExact(size, member.present(row) ? member.size(row) : 0);
        }
        return size;
    }

    @Override
    long write(int row, long to) {
        Bytes.zero(to, bitmap);
        long at = to + bitmap;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).present(row)) {
                Bytes.setBit(to, i);
                at = members.get(i).write(row, at);
            }
        }
        return at;
    }

    @Override
    void target(FieldVector vector) {
        target = (StructVector) vector;
        for (int i = 0; i < members.size(); i++) {
            members.get(i).target(vector.getChildrenFromFields().get(i));
        }
    }

    @Override
    long read(long from, int row) {
        target.setIndexDefined(row);
        long at = from + bitmap;
        for (int i = 0; i < members.size(); i++) {
            if (Bytes.bit(from, i)) {
                at = members.get(i).read(at, row);
            } else {
                members.get(i).readNull(row);
            }
        }
        return at;
    }

    @Override
    void readNull(int row) {
        members.forEach(member -> member.readNull(row));
        target.setNull(row);
    }
}
