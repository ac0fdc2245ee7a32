package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Chooses a column's codec, once for a session. */
final class ValueCodecs {
    private ValueCodecs() {}

    /**
     * The codec of a column.
     *
     * @throws AmpException with {@link LoadError#UNSUPPORTED} if its type cannot be kept
     */
    static ValueCodec of(Field field) {
        if (field.getDictionary() != null) {
            throw unsupported(field);
        }
        int width = FixedWidths.of(field.getType());
        if (width >= 0) {
            return new FixedCodec(width);
        }
        return switch (field.getType().getTypeID()) {
            case Bool -> new BoolCodec();
            case Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView ->
                new BytesCodec(ByteAddress.of(field.getType()));
            case List, LargeList, FixedSizeList, Map ->
                new ListCodec(of(field.getChildren().get(0)));
            case Struct -> new StructCodec(ofAll(field.getChildren()));
            case Null -> new NullCodec();
            default -> throw unsupported(field);
        };
    }

    private static List<ValueCodec> ofAll(List<Field> fields) {
        List<ValueCodec> codecs = new ArrayList<>();
        fields.forEach(field -> codecs.add(of(field)));
        return codecs;
    }

    private static AmpException unsupported(Field field) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "column '" + field.getName() + "' has a type that LMDB rows do not keep: " + field.getType()
                        + (field.getDictionary() == null ? "" : ", dictionary-encoded")
                        + ". Cast it in the query, or leave it out");
    }
}
