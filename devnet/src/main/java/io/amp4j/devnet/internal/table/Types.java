package io.amp4j.devnet.internal.table;

import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The Arrow types of EVM tables, as fields. */
final class Types {
    static final ArrowType UINT64 = new ArrowType.Int(64, false);
    static final ArrowType UINT32 = new ArrowType.Int(32, false);
    static final ArrowType INT32 = new ArrowType.Int(32, true);
    static final ArrowType BOOL = ArrowType.Bool.INSTANCE;
    static final ArrowType TIMESTAMP = new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00");
    static final ArrowType BYTES32 = new ArrowType.FixedSizeBinary(32);
    static final ArrowType BYTES20 = new ArrowType.FixedSizeBinary(20);
    static final ArrowType BINARY = ArrowType.Binary.INSTANCE;
    static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;
    static final ArrowType DECIMAL = new ArrowType.Decimal(38, 0, 128);

    private Types() {}

    static Field required(String name, ArrowType type) {
        return new Field(name, new FieldType(false, type, null), null);
    }

    static Field optional(String name, ArrowType type) {
        return new Field(name, new FieldType(true, type, null), null);
    }

    static Field optionalList(String name, Field item) {
        return new Field(name, new FieldType(true, ArrowType.List.INSTANCE, null), List.of(item));
    }

    static Field requiredList(String name, Field item) {
        return new Field(name, new FieldType(false, ArrowType.List.INSTANCE, null), List.of(item));
    }

    static Field requiredStruct(String name, Field... members) {
        return new Field(name, new FieldType(false, ArrowType.Struct.INSTANCE, null), List.of(members));
    }
}
