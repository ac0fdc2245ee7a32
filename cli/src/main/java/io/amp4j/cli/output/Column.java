package io.amp4j.cli.output;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One vector with the cell that writes it. */
record Column(ValueVector vector, Shape shape, Cell cell) {
    static List<Column> plain(VectorSchemaRoot root) {
        return root.getFieldVectors().stream().map(Cells::plain).toList();
    }

    static List<Column> json(VectorSchemaRoot root) {
        return root.getFieldVectors().stream().map(Column::json).toList();
    }

    private static Column json(FieldVector vector) {
        return new Column(vector, Shape.JSON, Cells.json(vector));
    }

    boolean isNull(int row) {
        return vector.isNull(row);
    }
}
