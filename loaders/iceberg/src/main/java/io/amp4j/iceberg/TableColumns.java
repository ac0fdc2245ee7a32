package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.sql.SqlTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** The columns that a request fills, and how those of a table differ from them. Columns are told by name, case kept. */
final class TableColumns {
    private final LoadRequest request;
    private final Schema wanted;

    private TableColumns(LoadRequest request, Schema wanted) {
        this.request = request;
        this.wanted = wanted;
    }

    /**
     * The columns of a request.
     *
     * @throws AmpException with {@link LoadError#UNSUPPORTED} or {@link LoadError#SCHEMA_MISMATCH} if no table could have them
     */
    static TableColumns of(LoadRequest request, TypeChoice choice) {
        IcebergTypes types = new IcebergTypes(choice, new AtomicInteger()::incrementAndGet);
        Set<String> names = new HashSet<>();
        List<Types.NestedField> columns = new ArrayList<>();
        for (Field field : SqlTables.columns(request)) {
            if (!names.add(field.getName())) {
                throw new AmpException(
                        LoadError.SCHEMA_MISMATCH,
                        "the result has column '" + field.getName()
                                + "' twice, or it is one that amp4j adds. Rename it in the query with AS");
            }
            columns.add(types.column(field));
        }
        return new TableColumns(request, new Schema(columns));
    }

    /** A schema for a new table. */
    Schema schema() {
        return wanted;
    }

    /** Whether the table lacks columns that may be added; refuses a table that cannot take the rows. */
    Fit fitOf(Schema table) {
        List<String> missing = new ArrayList<>();
        List<String> unfit = new ArrayList<>();
        compare("", wanted.asStruct(), table.asStruct(), missing, unfit);
        List<String> problems = new ArrayList<>();
        boolean mayAdd = request.tablePolicy() == LoadRequest.TablePolicy.ADD_MISSING_COLUMNS;
        if (!missing.isEmpty() && !mayAdd) {
            problems.add("it lacks " + String.join(", ", missing));
        }
        problems.addAll(unfit);
        if (!problems.isEmpty()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " does not fit the result: " + String.join("; ", problems)
                            + ". Change the table or the query, allow missing columns to be added, or load into another table");
        }
        return missing.isEmpty() ? Fit.AS_IT_IS : Fit.LACKS_COLUMNS;
    }

    /** How a table that fits does. */
    enum Fit {
        /** Nothing has to be changed. */
        AS_IT_IS,
        /** Columns have to be added. */
        LACKS_COLUMNS
    }

    private void compare(
            String prefix, Types.StructType asked, Types.StructType there, List<String> missing, List<String> unfit) {
        for (Types.NestedField field : asked.fields()) {
            Types.NestedField found = there.field(field.name());
            if (found == null) {
                missing.add("'" + prefix + field.name() + "'");
            } else {
                compare(prefix + field.name(), field.type(), found.type(), missing, unfit);
            }
        }
        // A rewind has no columns of its own and writes no rows.
        if (request.schema().getFields().isEmpty()) {
            return;
        }
        for (Types.NestedField field : there.fields()) {
            if (field.isRequired() && field.writeDefault() == null && asked.field(field.name()) == null) {
                unfit.add("it needs values for '" + prefix + field.name() + "', which the result does not have");
            }
        }
    }

    private void compare(String path, Type asked, Type there, List<String> missing, List<String> unfit) {
        if (asked.isStructType() && there.isStructType()) {
            compare(path + ".", asked.asStructType(), there.asStructType(), missing, unfit);
        } else if (asked.isListType() && there.isListType()) {
            compare(
                    path + ".element",
                    asked.asListType().elementType(),
                    there.asListType().elementType(),
                    missing,
                    unfit);
        } else if (asked.isMapType() && there.isMapType()) {
            compare(
                    path + ".key",
                    asked.asMapType().keyType(),
                    there.asMapType().keyType(),
                    missing,
                    unfit);
            compare(
                    path + ".value",
                    asked.asMapType().valueType(),
                    there.asMapType().valueType(),
                    missing,
                    unfit);
        } else if (!fits(asked, there)) {
            unfit.add("'" + path + "' is " + there + " and must be " + asked);
        }
    }

    /** Readers widen what a file has where Iceberg allows a column to be widened. */
    private static boolean fits(Type asked, Type there) {
        return asked.equals(there)
                || (asked.isPrimitiveType()
                        && there.isPrimitiveType()
                        && TypeUtil.isPromotionAllowed(asked, there.asPrimitiveType()));
    }
}
