package io.amp4j.cli.output;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
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
        return list(vector);
    }

    private static Cell list(ValueVector vector) {
        if (vector instanceof LargeListVector large) {
            return array(
                    large.getDataVector(),
                    row -> Math.toIntExact(large.getElementStartIndex(row)),
                    row -> Math.toIntExact(large.getElementEndIndex(row)));
        }
        if (vector instanceof ListViewVector view) {
            return array(view.getDataVector(), view::getElementStartIndex, view::getElementEndIndex);
        }
        BaseListVector list = (BaseListVector) vector;
        ValueVector elements =
                list instanceof FixedSizeListVector fixed ? fixed.getDataVector() : ((ListVector) list).getDataVector();
        return array(elements, list::getElementStartIndex, list::getElementEndIndex);
    }

    private static Cell array(ValueVector elements, IntUnaryOperator startOf, IntUnaryOperator endOf) {
        Cell element = Cells.json(elements);
        return (row, out) -> {
            int start = startOf.applyAsInt(row);
            int end = endOf.applyAsInt(row);
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
