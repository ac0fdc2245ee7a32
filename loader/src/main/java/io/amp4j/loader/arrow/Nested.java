package io.amp4j.loader.arrow;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Lists as JSON arrays, structs as objects, maps as arrays of objects with {@code key} and {@code value}: nothing is lost where keys repeat. */
abstract class Nested extends TextColumn {
    @Override
    public final void text(TextBuffer out, int row) {
        jsonValue(out, row);
    }

    @Override
    abstract void jsonValue(TextBuffer out, int row);

    /** Lists and maps. */
    static final class Items extends Nested {
        private final TextColumn item;
        private final ListSource lists = new ListSource();

        Items(TextColumn item) {
            this.item = item;
        }

        @Override
        void bindValues(FieldVector vector) {
            item.bind(lists.bind(vector));
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            int start = lists.start(row);
            int end = lists.end(row);
            out.put('[');
            for (int i = start; i < end; i++) {
                if (i > start) {
                    out.put(',');
                }
                item.json(out, i);
            }
            out.put(']');
        }
    }

    /** Structs. */
    static final class Struct extends Nested {
        private final List<byte[]> names;
        private final List<TextColumn> columns;

        Struct(List<byte[]> names, List<TextColumn> columns) {
            this.names = List.copyOf(names);
            this.columns = List.copyOf(columns);
        }

        @Override
        void bindValues(FieldVector vector) {
            List<FieldVector> children = vector.getChildrenFromFields();
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).bind(children.get(i));
            }
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            out.put('{');
            for (int i = 0; i < columns.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                out.put(names.get(i));
                columns.get(i).json(out, row);
            }
            out.put('}');
        }
    }
}
