package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Columns in the form that manifests have. */
final class ArrowJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ArrowJson() {}

    static ObjectNode schema(List<Field> columns) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode fields = schema.putObject("arrow").putArray("fields");
        columns.forEach(column -> fields.add(field(column, "type")));
        return schema;
    }

    private static ObjectNode field(Field field, String typeName) {
        ObjectNode json = JSON.objectNode().put("name", field.getName());
        json.set(typeName, type(field));
        return json.put("nullable", field.isNullable());
    }

    private static JsonNode type(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Int number) {
            return TextNode.valueOf((number.getIsSigned() ? "Int" : "UInt") + number.getBitWidth());
        }
        if (type instanceof ArrowType.FixedSizeBinary binary) {
            return JSON.objectNode().put("FixedSizeBinary", binary.getByteWidth());
        }
        if (type instanceof ArrowType.Decimal decimal) {
            ObjectNode json = JSON.objectNode();
            json.putArray("Decimal" + decimal.getBitWidth())
                    .add(decimal.getPrecision())
                    .add(decimal.getScale());
            return json;
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            ObjectNode json = JSON.objectNode();
            json.putArray("Timestamp").add(unit(timestamp.getUnit().name())).add(timestamp.getTimezone());
            return json;
        }
        if (type instanceof ArrowType.List) {
            ObjectNode json = JSON.objectNode();
            json.set("List", field(field.getChildren().get(0), "data_type"));
            return json;
        }
        if (type instanceof ArrowType.Struct) {
            ObjectNode json = JSON.objectNode();
            ArrayNode members = json.putArray("Struct");
            field.getChildren().forEach(child -> members.add(field(child, "data_type")));
            return json;
        }
        return TextNode.valueOf(plain(type));
    }

    private static String unit(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static String plain(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> "Boolean";
            case FloatingPoint -> type.toString().contains("DOUBLE") ? "Float64" : "Float32";
            case Date -> "Date32";
            default -> type.getTypeID().name();
        };
    }
}
