package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.arrow.vector.types.pojo.Field;

/** Field ids as Arrow's own Parquet libraries carry them: in the metadata of the fields. */
final class MetadataFieldIds implements FieldIds {
    private static final String KEY = "PARQUET:field_id";

    private final Map<List<String>, Integer> ids = new HashMap<>();

    MetadataFieldIds(List<Field> fields) {
        for (Field field : fields) {
            gather(List.of(), field.getName(), field);
        }
    }

    private void gather(List<String> parent, String name, Field field) {
        List<String> path = new ArrayList<>(parent);
        path.add(name);
        String id = field.getMetadata().get(KEY);
        if (id != null) {
            ids.put(path, parse(path, id));
        }
        List<Field> children = field.getChildren();
        switch (FileSchema.storage(field.getType()).getTypeID()) {
            case List, LargeList, FixedSizeList, ListView -> gather(path, "element", children.get(0));
            case Map -> {
                gather(path, "key", children.get(0).getChildren().get(0));
                gather(path, "value", children.get(0).getChildren().get(1));
            }
            default -> children.forEach(child -> gather(path, child.getName(), child));
        }
    }

    private static int parse(List<String> path, String id) {
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw new AmpException(
                    ParquetError.SCHEMA, "the field id of " + String.join(".", path) + " is not a number: " + id, e);
        }
    }

    @Override
    public OptionalInt idOf(List<String> path) {
        Integer id = ids.get(path);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
