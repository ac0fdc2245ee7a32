package io.amp4j.deltalake;

import io.amp4j.parquet.FieldIds;
import io.amp4j.parquet.FieldNames;
import io.amp4j.parquet.ParquetWriter;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** How a table's columns are named and numbered within its files. Delta finds columns whatever their case, and so does this. Immutable. */
final class FileLayout implements FieldNames, FieldIds {
    /** Delta takes such names only where files have names of their own for the columns. */
    private static final Pattern NEEDS_MAPPING = Pattern.compile("[ ,;{}()\\n\\t=]");

    private final Map<List<String>, StructField> fields = new HashMap<>();
    private final boolean mapped;

    FileLayout(DeltaTable table) {
        this.mapped = !table.properties()
                .getOrDefault(ColumnMapping.COLUMN_MAPPING_MODE_KEY, "none")
                .equals("none");
        gather(List.of(), table.schema());
    }

    private void gather(List<String> parent, DataType type) {
        if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                List<String> path = plus(parent, field.getName());
                fields.put(path, field);
                gather(path, field.getDataType());
            }
        } else if (type instanceof ArrayType array) {
            gather(plus(parent, "element"), array.getElementType());
        } else if (type instanceof MapType map) {
            gather(plus(parent, "key"), map.getKeyType());
            gather(plus(parent, "value"), map.getValueType());
        }
    }

    private static List<String> plus(List<String> parent, String name) {
        List<String> path = new ArrayList<>(parent);
        path.add(name.toLowerCase(Locale.ROOT));
        return path;
    }

    /** Whether any name in a schema has a character that Delta refuses without column mapping. */
    static boolean needsMapping(DataType type) {
        if (type instanceof StructType struct) {
            return struct.fields().stream()
                    .anyMatch(field ->
                            NEEDS_MAPPING.matcher(field.getName()).find() || needsMapping(field.getDataType()));
        } else if (type instanceof ArrayType array) {
            return needsMapping(array.getElementType());
        } else if (type instanceof MapType map) {
            return needsMapping(map.getKeyType()) || needsMapping(map.getValueType());
        }
        return false;
    }

    private @Nullable StructField field(List<String> path) {
        return fields.get(
                path.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    }

    @Override
    public String nameOf(List<String> path) {
        StructField field = field(path);
        if (field == null) {
            return path.get(path.size() - 1);
        }
        return mapped ? ColumnMapping.getPhysicalName(field) : field.getName();
    }

    @Override
    public OptionalInt idOf(List<String> path) {
        StructField field = mapped ? field(path) : null;
        return field == null ? OptionalInt.empty() : OptionalInt.of(ColumnMapping.getColumnId(field));
    }

    /** A writer of files of this table. */
    ParquetWriter.Builder writer(OutputStream out, Schema schema, Settings settings) {
        return ParquetWriter.builder(out, schema)
                .target(settings.target())
                .compression(settings.compression())
                .fieldNames(this)
                .fieldIds(this);
    }
}
