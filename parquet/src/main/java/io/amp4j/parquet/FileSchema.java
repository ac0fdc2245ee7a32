package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalTypes;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/** The schema of a file: Parquet's elements for its footer, and the leaves for its columns. */
final class FileSchema {
    private static final String ROOT = "schema";

    private final ParquetTarget target;
    private final FieldIds ids;
    private final FieldNames names;
    private final List<SchemaElement> elements = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();

    private FileSchema(ParquetTarget target, FieldIds ids, FieldNames names) {
        this.target = target;
        this.ids = ids;
        this.names = names;
    }

    static FileSchema of(
            List<Field> fields, List<String> constants, ParquetTarget target, FieldIds ids, FieldNames fieldNames) {
        FileSchema schema = new FileSchema(target, ids, fieldNames);
        int columns = fields.size() + constants.size();
        if (columns == 0) {
            throw new AmpException(
                    ParquetError.SCHEMA, "a Parquet file has at least one column, and the schema has none");
        }
        schema.elements.add(new SchemaElement(ROOT).setNum_children(columns));
        Set<String> names = new HashSet<>();
        Path root = new Path(List.of(), List.of(), List.of(), 0, 0);
        for (int i = 0; i < fields.size(); i++) {
            requireNew(names, fields.get(i).getName());
            schema.add(
                    i,
                    fields.get(i),
                    schema.named(root, fields.get(i).getName()),
                    fields.get(i).isNullable());
        }
        for (int i = 0; i < constants.size(); i++) {
            requireNew(names, constants.get(i));
            Path path = schema.named(root, constants.get(i));
            schema.leaf(fields.size() + i, path, LeafTypes.text(), true);
        }
        return schema;
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new AmpException(
                    ParquetError.SCHEMA, "two columns are named " + name + "; give one of them an alias in the query");
        }
    }

    List<SchemaElement> elements() {
        return elements;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** Where the schema has come to: names for Parquet, names for field ids, groups and levels. */
    private record Path(List<String> names, List<String> fields, List<Step> steps, int definition, int repetition) {
        Path name(String name) {
            return name(name, name);
        }

        Path name(String inFile, String inBatch) {
            return new Path(plus(names, inFile), plus(fields, inBatch), steps, definition, repetition);
        }

        /** A group that has no field of its own in Arrow. */
        Path between(String name) {
            return new Path(plus(names, name), fields, steps, definition, repetition);
        }

        Path step(Step step, int moreDefinition, int moreRepetition) {
            return new Path(names, fields, plus(steps, step), definition + moreDefinition, repetition + moreRepetition);
        }

        String column() {
            return String.join(".", names);
        }

        private static <T> List<T> plus(List<T> list, T last) {
            List<T> longer = new ArrayList<>(list);
            longer.add(last);
            return List.copyOf(longer);
        }
    }

    private Path named(Path parent, String name) {
        return parent.name(names.nameOf(Path.plus(parent.fields(), name)), name);
    }

    private void add(int column, Field field, Path path, boolean nullable) {
        ArrowType type = storage(field.getType());
        switch (type.getTypeID()) {
            case Struct -> struct(column, field, path, nullable);
            case List, LargeList, FixedSizeList, ListView -> list(column, field, path, nullable);
            case Map -> map(column, field, path, nullable);
            default -> {
                if (field.getDictionary() != null && path.names().size() > 1) {
                    throw new AmpException(
                            ParquetError.TYPE,
                            "column " + path.column()
                                    + " is dictionary-encoded inside a nested column; cast it in the query");
                }
                leaf(column, path, new LeafTypes(target, path.column()).of(type), nullable);
            }
        }
    }

    static ArrowType storage(ArrowType type) {
        ArrowType result = type;
        while (result instanceof ArrowType.ExtensionType extension) {
            result = extension.storageType();
        }
        return result;
    }

    private void struct(int column, Field field, Path path, boolean nullable) {
        List<Field> children = field.getChildren();
        if (children.isEmpty()) {
            throw new AmpException(
                    ParquetError.TYPE,
                    "column " + path.column() + " is a struct without fields, which Parquet has not");
        }
        elements.add(element(path, nullable).setNum_children(children.size()));
        for (int i = 0; i < children.size(); i++) {
            Path below = path.step(new Step.Struct(path.column(), nullable, i), nullable ? 1 : 0, 0);
            add(
                    column,
                    children.get(i),
                    named(below, children.get(i).getName()),
                    children.get(i).isNullable());
        }
    }

    private void list(int column, Field field, Path path, boolean nullable) {
        elements.add(element(path, nullable)
                .setNum_children(1)
                .setLogicalType(LogicalTypes.LIST)
                .setConverted_type(ConvertedType.LIST));
        elements.add(new SchemaElement("list")
                .setRepetition_type(FieldRepetitionType.REPEATED)
                .setNum_children(1));
        Field element = field.getChildren().get(0);
        add(column, element, repeated(path, nullable).between("list").name("element"), element.isNullable());
    }

    private void map(int column, Field field, Path path, boolean nullable) {
        elements.add(element(path, nullable)
                .setNum_children(1)
                .setLogicalType(LogicalTypes.MAP)
                .setConverted_type(ConvertedType.MAP));
        elements.add(new SchemaElement("key_value")
                .setRepetition_type(FieldRepetitionType.REPEATED)
                .setNum_children(2));
        List<Field> entry = field.getChildren().get(0).getChildren();
        Path below = repeated(path, nullable).between("key_value");
        add(column, entry.get(0), below.step(new Step.Entry(0), 0, 0).name("key"), false);
        add(
                column,
                entry.get(1),
                below.step(new Step.Entry(1), 0, 0).name("value"),
                entry.get(1).isNullable());
    }

    private static Path repeated(Path path, boolean nullable) {
        Step step = new Step.Repeated(path.column(), nullable, path.repetition() + 1);
        return path.step(step, nullable ? 2 : 1, 1);
    }

    private void leaf(int column, Path path, LeafType type, boolean nullable) {
        SchemaElement element =
                element(path, nullable).setType(Type.valueOf(type.physical().name()));
        if (type.physical() == PhysicalType.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(type.width());
        }
        if (type.logical() != null) {
            element.setLogicalType(type.logical());
            if (type.logical().isSetDECIMAL()) {
                element.setPrecision(type.logical().getDECIMAL().getPrecision());
                element.setScale(type.logical().getDECIMAL().getScale());
            }
        }
        if (type.converted() != null) {
            element.setConverted_type(type.converted());
        }
        elements.add(element);
        leaves.add(new Leaf(
                column,
                path.names(),
                path.steps(),
                ids.idOf(path.fields()),
                nullable,
                path.definition() + (nullable ? 1 : 0),
                path.repetition(),
                type));
    }

    private SchemaElement element(Path path, boolean nullable) {
        SchemaElement element = new SchemaElement(path.names().get(path.names().size() - 1))
                .setRepetition_type(nullable ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
        OptionalInt id = ids.idOf(path.fields());
        if (id.isPresent()) {
            element.setField_id(id.getAsInt());
        }
        return element;
    }
}
