package io.amp4j.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Where each column of a result is; of two with one name, the first. */
record ColumnIndex(List<String> names, Map<String, Integer> positions) {
    static ColumnIndex of(Schema schema) {
        List<String> names = schema.getFields().stream().map(Field::getName).toList();
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            positions.putIfAbsent(names.get(i), i);
        }
        return new ColumnIndex(names, positions);
    }

    int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new AmpException(
                    ClientError.BAD_COLUMN,
                    "the result has no column '" + column + "'; it has " + String.join(", ", names));
        }
        return position;
    }
}
