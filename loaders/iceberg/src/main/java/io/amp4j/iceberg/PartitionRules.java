package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import java.util.List;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** What a table's partitions must be like for a request. */
final class PartitionRules {
    private PartitionRules() {}

    static void check(Table table, LoadRequest request) {
        PartitionSpec spec = table.spec();
        for (PartitionField field : spec.fields()) {
            if (!field.transform().isVoid() && source(table, field) == null) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "table " + request.table() + " is partitioned by '" + field.name()
                                + "', a field inside a struct; amp4j partitions by whole columns");
            }
        }
        if (request.mode() == LoadMode.UPSERT) {
            checkUpsert(table, request);
        }
    }

    private static Types.NestedField source(Table table, PartitionField field) {
        return table.schema().asStruct().field(field.sourceId());
    }

    private static void checkKey(String key, Type type) {
        if (type.isNestedType() || type.typeId() == Type.TypeID.FLOAT || type.typeId() == Type.TypeID.DOUBLE) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + key
                            + "' cannot be a key in Iceberg: floating-point numbers, lists, structs and maps are none");
        }
        if (type.typeId() == Type.TypeID.FIXED) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + key + "' is " + type
                            + ", and Iceberg's readers mix up such keys when they delete by them. Make it binary,"
                            + " as it is in a table that an upsert creates");
        }
    }

    private static void checkUpsert(Table table, LoadRequest request) {
        request.keyColumns().forEach(key -> checkKey(key, table.schema().findType(key)));
        PartitionSpec spec = table.spec();
        if (spec.isUnpartitioned()) {
            return;
        }
        List<String> sources =
                spec.fields().stream().map(field -> source(table, field).name()).toList();
        if (!request.keyColumns().containsAll(sources) || table.specs().size() > 1) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "a row of table " + request.table()
                            + " can be replaced only where its partition follows from its key: the table is"
                            + " partitioned by " + sources + ", the key is " + request.keyColumns()
                            + (table.specs().size() > 1 ? ", and it was once partitioned in another way" : ""));
        }
    }
}
