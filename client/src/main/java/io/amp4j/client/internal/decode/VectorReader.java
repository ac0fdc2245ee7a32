package io.amp4j.client.internal.decode;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Loads vectors from the buffers of a batch, without copying them, once all that is in them has been checked. */
final class VectorReader {
    private static final int BITS_PER_BYTE = 8;

    private final ContentChecks checks = new ContentChecks();
    private final Dictionaries dictionaries;

    VectorReader(Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
    }

    /**
     * Loads the next vector of a batch, with its children.
     *
     * @param wire the field as it is on the wire, maybe with a dictionary
     * @param vector a vector of the field's values
     * @return how many values it has
     */
    ArrowFieldNode read(Field wire, FieldVector vector, BufferSource source) {
        if (wire.getDictionary() != null) {
            return dictionaries.decode(wire.getDictionary(), vector, source, this);
        }
        FieldVector storage =
                vector instanceof ExtensionTypeVector<?> e ? (FieldVector) e.getUnderlyingVector() : vector;
        ArrowType type = TypeChecks.storage(wire.getType());
        ArrowFieldNode node = source.node();
        switch (type.getTypeID()) {
            case Null -> storage.loadFieldBuffers(node, List.of());
            case Utf8, Binary -> readVarWidth(storage, node, source, Integer.BYTES);
            case LargeUtf8, LargeBinary -> readVarWidth(storage, node, source, Long.BYTES);
            case Utf8View, BinaryView -> readViews(storage, node, source);
            case List, Map -> readList(wire, storage, node, source, Integer.BYTES);
            case LargeList -> readList(wire, storage, node, source, Long.BYTES);
            case FixedSizeList -> {
                int size = ((ArrowType.FixedSizeList) type).getListSize();
                readParent(wire, storage, node, source, (long) node.getLength() * size);
            }
            case Struct -> readParent(wire, storage, node, source, node.getLength());
            default -> readFixedWidth(type, storage, node, source);
        }
        return node;
    }

    private static void readFixedWidth(ArrowType type, FieldVector vector, ArrowFieldNode node, BufferSource source) {
        ArrowBuf validity = source.validity(node);
        long bits = (long) node.getLength() * bitWidth(type);
        vector.loadFieldBuffers(node, List.of(validity, source.buffer(BufferSource.bitmapBytes(bits))));
    }

    private static long bitWidth(ArrowType type) {
        if (type instanceof ArrowType.FixedSizeBinary binary) {
            return (long) binary.getByteWidth() * BITS_PER_BYTE;
        }
        return TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
    }

    private void readVarWidth(FieldVector vector, ArrowFieldNode node, BufferSource source, int width) {
        ArrowBuf validity = source.validity(node);
        ArrowBuf offsets = offsets(node, source, width);
        ArrowBuf data = source.buffer(0);
        checkOffsets(offsets, node.getLength(), data.capacity(), width);
        vector.loadFieldBuffers(node, List.of(validity, offsets, data));
    }

    private void readViews(FieldVector vector, ArrowFieldNode node, BufferSource source) {
        int count = source.variadicCount();
        List<ArrowBuf> buffers = new ArrayList<>();
        buffers.add(source.validity(node));
        buffers.add(source.buffer(node.getLength() * 16L));
        for (int i = 0; i < count; i++) {
            buffers.add(source.buffer(0));
        }
        vector.loadFieldBuffers(node, buffers);
        checks.views(buffers.get(1), node.getLength(), buffers.subList(2, buffers.size()), vector::isNull);
    }

    private void readList(Field wire, FieldVector vector, ArrowFieldNode node, BufferSource source, int width) {
        ArrowBuf validity = source.validity(node);
        ArrowBuf offsets = offsets(node, source, width);
        vector.loadFieldBuffers(node, List.of(validity, offsets));
        ArrowFieldNode child = readChildren(wire, vector, source, 0);
        checkOffsets(offsets, node.getLength(), child.getLength(), width);
    }

    /** A vector without values may come without offsets; whoever reads the first one must find a zero. */
    private static ArrowBuf offsets(ArrowFieldNode node, BufferSource source, int width) {
        long needed = (node.getLength() + 1L) * width;
        ArrowBuf offsets = source.buffer(node.getLength() == 0 ? 0 : needed);
        return offsets.capacity() >= needed ? offsets : source.zeros();
    }

    private void checkOffsets(ArrowBuf offsets, int count, long limit, int width) {
        if (width == Integer.BYTES) {
            checks.offsets32(offsets, count, limit);
        } else {
            checks.offsets64(offsets, count, limit);
        }
    }

    private void readParent(
            Field wire, FieldVector vector, ArrowFieldNode node, BufferSource source, long childValues) {
        vector.loadFieldBuffers(node, List.of(source.validity(node)));
        readChildren(wire, vector, source, childValues);
    }

    private ArrowFieldNode readChildren(Field wire, FieldVector vector, BufferSource source, long atLeast) {
        List<Field> fields = wire.getChildren();
        List<FieldVector> vectors = vector.getChildrenFromFields();
        if (fields.size() != vectors.size()) {
            throw SchemaReader.bad("'" + wire.getName() + "' has two children of one name", null);
        }
        ArrowFieldNode child = new ArrowFieldNode(0, 0);
        for (int i = 0; i < fields.size(); i++) {
            child = read(fields.get(i), vectors.get(i), source);
            if (child.getLength() < atLeast) {
                throw BufferSource.corrupt("'" + wire.getName() + "' has fewer values than its rows need", null);
            }
        }
        return child;
    }
}
