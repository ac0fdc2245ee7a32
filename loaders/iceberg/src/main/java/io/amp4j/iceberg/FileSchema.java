package io.amp4j.iceberg;

import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.FieldIds;
import io.amp4j.parquet.ParquetTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * How rows of a request are written for a table: a column may be null where the table allows it, whatever the query says of itself, and
 * carries the table's field id. Immutable.
 *
 * @param rows the result's columns, without those that amp4j adds
 * @param constants the columns that amp4j adds
 * @param ids the field id of each column and of what is inside
 * @param target the Parquet types
 */
record FileSchema(Schema rows, List<String> constants, FieldIds ids, ParquetTarget target) {
    static FileSchema of(LoadRequest request, org.apache.iceberg.Schema table) {
        Map<List<String>, Integer> ids = new HashMap<>();
        Types.StructType columns = table.asStruct();
        List<Field> fields = columns(request.schema().getFields(), columns, ids);
        List<String> constants = new ArrayList<>(List.of(MarkerColumns.BATCH_ID));
        if (request.metadata() == LoadRequest.MetadataColumns.BATCH_ID_AND_BLOCK_RANGES) {
            constants.add(MarkerColumns.BLOCK_RANGES);
        }
        constants.forEach(name -> ids.put(List.of(name), columns.field(name).fieldId()));
        return new FileSchema(
                new Schema(fields),
                constants,
                lookup(ids),
                TypeChoice.of(table, request).target());
    }

    /** The key columns alone. */
    static FileSchema ofKeys(LoadRequest request, org.apache.iceberg.Schema table) {
        List<Field> keys = request.schema().getFields().stream()
                .filter(field -> request.keyColumns().contains(field.getName()))
                .toList();
        Map<List<String>, Integer> ids = new HashMap<>();
        Schema schema = new Schema(columns(keys, table.asStruct(), ids));
        return new FileSchema(
                schema, List.of(), lookup(ids), TypeChoice.of(table, request).target());
    }

    private static List<Field> columns(List<Field> asked, Types.StructType there, Map<List<String>, Integer> ids) {
        List<Field> fields = new ArrayList<>();
        for (Field field : asked) {
            Types.NestedField column = there.field(field.getName());
            fields.add(
                    column(field, column.isOptional(), column.fieldId(), column.type(), List.of(field.getName()), ids));
        }
        return fields;
    }

    private static FieldIds lookup(Map<List<String>, Integer> ids) {
        return path -> {
            Integer id = ids.get(path);
            return id == null ? OptionalInt.empty() : OptionalInt.of(id);
        };
    }

    private static Field column(
            Field field, boolean optional, int id, Type type, List<String> path, Map<List<String>, Integer> ids) {
        ids.put(path, id);
        FieldType changed = new FieldType(optional, field.getType(), field.getDictionary(), field.getMetadata());
        return new Field(field.getName(), changed, children(field, type, path, ids));
    }

    private static List<Field> children(Field field, Type type, List<String> path, Map<List<String>, Integer> ids) {
        List<Field> there = field.getChildren();
        if (type.isStructType()) {
            List<Field> children = new ArrayList<>();
            for (Field child : there) {
                Types.NestedField found = type.asStructType().field(child.getName());
                List<String> below = below(path, child.getName());
                children.add(column(child, found.isOptional(), found.fieldId(), found.type(), below, ids));
            }
            return children;
        }
        if (type.isListType()) {
            Types.ListType list = type.asListType();
            return List.of(column(
                    there.get(0),
                    list.isElementOptional(),
                    list.elementId(),
                    list.elementType(),
                    below(path, "element"),
                    ids));
        }
        if (type.isMapType()) {
            return List.of(entries(there.get(0), type.asMapType(), path, ids));
        }
        return there;
    }

    private static Field entries(Field entries, Types.MapType map, List<String> path, Map<List<String>, Integer> ids) {
        Field key = column(entries.getChildren().get(0), false, map.keyId(), map.keyType(), below(path, "key"), ids);
        Field value = column(
                entries.getChildren().get(1),
                map.isValueOptional(),
                map.valueId(),
                map.valueType(),
                below(path, "value"),
                ids);
        return new Field(entries.getName(), FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value));
    }

    private static List<String> below(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}
