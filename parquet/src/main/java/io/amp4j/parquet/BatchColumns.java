package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Sees to it that batches have the schema of the file, and gives their vectors as they are stored. */
final class BatchColumns {
    private final List<Field> batch;
    private final List<Field> stored;
    private final @Nullable DictionaryProvider dictionaries;

    BatchColumns(Schema schema, @Nullable DictionaryProvider dictionaries) {
        this.batch = schema.getFields();
        this.dictionaries = dictionaries;
        this.stored = new ArrayList<>();
        for (Field field : batch) {
            stored.add(decoded(field));
        }
    }

    /** The fields with dictionary-encoded ones as what they stand for. */
    List<Field> stored() {
        return stored;
    }

    private Field decoded(Field field) {
        if (field.getDictionary() == null) {
            return field;
        }
        Field values = dictionary(field).getVector().getField();
        org.apache.arrow.vector.types.pojo.FieldType type =
                new org.apache.arrow.vector.types.pojo.FieldType(true, values.getType(), null, field.getMetadata());
        return new Field(field.getName(), type, values.getChildren());
    }

    private Dictionary dictionary(Field field) {
        long id = field.getDictionary().getId();
        Dictionary dictionary = dictionaries == null ? null : dictionaries.lookup(id);
        if (dictionary == null) {
            throw new AmpException(
                    ParquetError.SCHEMA,
                    "column " + field.getName() + " is dictionary-encoded, and there is no dictionary " + id
                            + "; give the writer the reader's dictionaries");
        }
        return dictionary;
    }

    /** The vectors of a batch; the caller closes what {@code opened} gets. */
    FieldVector[] of(VectorSchemaRoot root, List<AutoCloseable> opened) {
        check(root);
        FieldVector[] vectors = new FieldVector[batch.size()];
        for (int i = 0; i < vectors.length; i++) {
            FieldVector vector = root.getVector(i);
            if (batch.get(i).getDictionary() != null) {
                // A copy: encoders want values side by side. Such columns are short or rare.
                FieldVector values = (FieldVector) DictionaryEncoder.decode(vector, dictionary(batch.get(i)));
                opened.add(values);
                vector = values;
            }
            vectors[i] = Step.storage(vector);
        }
        return vectors;
    }

    /** The root says how columns are named; what they hold, only the vectors know. */
    private void check(VectorSchemaRoot root) {
        List<Field> fields = root.getSchema().getFields();
        if (fields.size() != batch.size()) {
            throw new AmpException(
                    ParquetError.SCHEMA, "a batch has " + fields.size() + " columns, and the file has " + batch.size());
        }
        for (int i = 0; i < fields.size(); i++) {
            Field expected = batch.get(i);
            Field actual = root.getVector(i).getField();
            if (!expected.getName().equals(fields.get(i).getName()) || !sameType(expected, actual)) {
                throw new AmpException(
                        ParquetError.SCHEMA,
                        "column " + i + " of a batch is " + actual + ", and of the file " + expected);
            }
        }
    }

    /** Names of children count in structs only: those of lists and maps differ from library to library. */
    private static boolean sameType(Field expected, Field actual) {
        List<Field> children = expected.getChildren();
        if (!expected.getType().equals(actual.getType())
                || (expected.getDictionary() == null) != (actual.getDictionary() == null)
                || children.size() != actual.getChildren().size()) {
            return false;
        }
        boolean struct =
                expected.getType().getTypeID() == org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID.Struct;
        for (int i = 0; i < children.size(); i++) {
            Field child = actual.getChildren().get(i);
            if ((struct && !children.get(i).getName().equals(child.getName())) || !sameType(children.get(i), child)) {
                return false;
            }
        }
        return true;
    }
}
