package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Lists as JSON arrays, structs as objects, maps as arrays of objects with {@code key} and {@code value}: nothing is lost where keys repeat. */
final class JsonNesting {
    private JsonNesting() {}

    static final class ListValue extends JsonValue {
        private final JsonValue element;
        private final ListSource lists = new ListSource();

        ListValue(JsonValue element) {
            this.element = element;
        }

        @Override
        void bindValues(FieldVector vector) {
            element.bind(lists.bind(vector));
        }

        @Override
        void writeValue(CopyBuffer out, int row) throws SQLException {
            int start = lists.start(row);
            int end = lists.end(row);
            put(out, '[');
            for (int i = start; i < end; i++) {
                if (i > start) {
                    put(out, ',');
                }
                element.write(out, i);
            }
            put(out, ']');
        }
    }

    static final class StructValue extends JsonValue {
        private final List<byte[]> names;
        private final List<JsonValue> values;

        /**
         * @param names the fields' names as quoted JSON text, with the colon
         * @param values the fields, in the same order
         */
        StructValue(List<byte[]> names, List<JsonValue> values) {
            this.names = List.copyOf(names);
            this.values = List.copyOf(values);
        }

        @Override
        void bindValues(FieldVector vector) {
            List<FieldVector> children = vector.getChildrenFromFields();
            for (int i = 0; i < values.size(); i++) {
                values.get(i).bind(children.get(i));
            }
        }

        @Override
        void writeValue(CopyBuffer out, int row) throws SQLException {
            put(out, '{');
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    put(out, ',');
                }
                put(out, names.get(i));
                values.get(i).write(out, row);
            }
            put(out, '}');
        }
    }
}
