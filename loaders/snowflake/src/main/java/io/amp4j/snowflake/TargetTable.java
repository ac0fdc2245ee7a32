package io.amp4j.snowflake;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.sql.SqlTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The table that a session fills. Immutable.
 *
 * @param quoted its name as it stands in a statement
 * @param fields the columns of the result
 * @param markers the names of the columns that mark the rows
 */
record TargetTable(String quoted, List<Field> fields, List<String> markers) {
    static final String BATCH_ID = SnowflakeDialect.INSTANCE.quote(MarkerColumns.BATCH_ID);
    static final String ATTEMPT = SnowflakeDialect.INSTANCE.quote(MarkerColumns.ATTEMPT);

    static TargetTable of(LoadRequest request) {
        List<Field> all = SqlTables.columns(request);
        List<Field> fields = request.schema().getFields();
        return new TargetTable(
                SnowflakeDialect.INSTANCE.quote(request.table()),
                fields,
                all.subList(fields.size(), all.size()).stream()
                        .map(Field::getName)
                        .toList());
    }

    /** All columns that are written, quoted: those of the result, then those that mark the rows. */
    List<String> columns() {
        List<String> names = new ArrayList<>();
        fields.forEach(field -> names.add(SnowflakeDialect.INSTANCE.quote(field.getName())));
        markers.forEach(marker -> names.add(SnowflakeDialect.INSTANCE.quote(marker)));
        return names;
    }

    /** The columns as they stand in a statement. */
    String columnList() {
        return String.join(", ", columns());
    }

    /** What the marking columns hold in a microbatch's rows, by name. */
    Map<String, @Nullable String> marks(BatchId id, @Nullable BlockRange range) {
        Map<String, @Nullable String> marks = new LinkedHashMap<>();
        for (String marker : markers) {
            boolean isId = marker.equals(MarkerColumns.BATCH_ID);
            marks.put(marker, isId ? id.value() : range == null ? null : MarkerColumns.blockRanges(range));
        }
        return marks;
    }
}
