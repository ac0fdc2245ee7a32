package io.amp4j.cli.output;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** Cells of lists, structs and maps: JSON, whatever the format around them. */
final class NestedCells {
    private NestedCells() {}

    static Cell of(ValueVector vector) {
        if (vector instanceof StructVector struct) {
            return struct(struct);
        }
        if (vector instanceof MapVector map) {
            return map(map);
        }
        return list((BaseListVector) vector);
    }

    private static Cell list(BaseListVector list) {
        Cell element = Cells.json(elements(list));
        return (row, out) -> {
            int start = list.getElementStartIndex(row);
            int end = list.getElementEndIndex(row);
            out.put('[');
            for (int i = start; i < end && !out.full(); i++) {
                if (i > start) {
                    out.put(',');
                }
                element.append(i, out);
            }
            out.put(']');
        };
    }

    private static ValueVector elements(BaseListVector list) {
        if (list instanceof ListVector plain) {
            return plain.getDataVector();
        }
        if (list instanceof LargeListVector large) {
            return large.getDataVector();
        }
        if (list instanceof FixedSizeListVector fixed) {
            return fixed.getDataVector();
        }
        if (list instanceof ListViewVector view) {
            return view.getDataVector();
        }
        return ((LargeListViewVector) list).getDataVector();
    }

    private static Cell struct(StructVector struct) {
        List<FieldVector> fields = struct.getChildrenFromFields();
        String[] names = new String[fields.size()];
        Cell[] cells = new Cell[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            names[i] = fields.get(i).getName();
            cells[i] = Cells.json(fields.get(i));
        }
        return (row, out) -> {
            out.put('{');
            for (int i = 0; i < cells.length && !out.full(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                out.jsonString(names[i]).put(':');
                cells[i].append(row, out);
            }
            out.put('}');
        };
    }

    /** A map is an object; its keys, whatever their type, are the strings that JSON asks for. */
    private static Cell map(MapVector map) {
        StructVector entries = (StructVector) map.getDataVector();
        List<FieldVector> fields = entries.getChildrenFromFields();
        Column key = Cells.plain(fields.get(0));
        Cell value = Cells.json(fields.get(1));
        Text scratch = new Text();
        return (row, out) -> {
            int start = map.getElementStartIndex(row);
            int end = map.getElementEndIndex(row);
            out.put('{');
            for (int i = start; i < end && !out.full(); i++) {
                if (i > start) {
                    out.put(',');
                }
                scratch.clear();
                key.cell().append(i, scratch);
                out.jsonString(scratch.toString()).put(':');
                value.append(i, out);
            }
            out.put('}');
        };
    }
}
