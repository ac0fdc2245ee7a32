package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A join with a query whose columns are known, checked.
 *
 * @param join what was asked for
 * @param column the number of the query's column that is looked up
 * @param schema the query's columns, and the labels' behind them
 * @param index finds a label
 * @param form what a value has to become for it
 */
record BoundJoin(LabelJoin join, int column, Schema schema, KeyIndex index, KeyForm form) {
    /** Checks a join; the labels are in use. */
    static BoundJoin of(LabelJoin join, Schema query) {
        List<Field> fields = query.getFields();
        int column = columnOf(join, fields);
        ArrowType label = join.labels().keyField().getType();
        ArrowType looked = fields.get(column).getType();
        KeyForm form = KeyForm.ofLabels(label, looked);
        if (form == null) {
            throw new AmpException(
                    LabelError.KEY_TYPE,
                    "the query's '" + join.queryColumn() + "' is " + looked + ", and '"
                            + join.labels().keyField().getName() + "' of "
                            + join.labels().file() + " is " + label
                            + ": they cannot be compared. Cast the one in the query, or name another type for the other");
        }
        List<Field> joined = new ArrayList<>(fields);
        join.labels().columns().forEach(each -> joined.add(labelField(join, each, joined)));
        return new BoundJoin(
                join,
                column,
                new Schema(joined, query.getCustomMetadata()),
                join.labels().index(form),
                KeyForm.ofQuery(label, looked));
    }

    private static int columnOf(LabelJoin join, List<Field> fields) {
        int found = -1;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(join.queryColumn())) {
                if (found >= 0) {
                    throw new AmpException(
                            LabelError.COLUMN,
                            "the query has two columns '" + join.queryColumn() + "'; give one of them another name");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new AmpException(
                    LabelError.COLUMN,
                    "the query has no column '" + join.queryColumn() + "' to join labels on; it has "
                            + String.join(
                                    ", ", fields.stream().map(Field::getName).toList()));
        }
        return found;
    }

    /** Labels may always be null, so that the schema depends neither on the rows of a file nor on the kind of the join. */
    private static Field labelField(LabelJoin join, FieldVector column, List<Field> taken) {
        String name = join.prefix() + column.getName();
        if (taken.stream().anyMatch(field -> Objects.equals(field.getName(), name))) {
            throw new AmpException(
                    LabelError.COLUMN,
                    "the query has a column '" + name + "' already, and so have the labels of "
                            + join.labels().file()
                            + ": put a prefix before the labels' names, or leave the column out");
        }
        return new Field(
                name,
                FieldType.nullable(column.getField().getType()),
                column.getField().getChildren());
    }
}
