package io.amp4j.lmdb;

import io.amp4j.loader.spi.TableName;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What an environment knows of a table.
 *
 * @param name the table
 * @param key what its rows are found by, for as long as it lives
 * @param columns its columns, all of them nullable, without {@code _amp_batch_id}
 */
record TableInfo(TableName name, KeySpec key, List<Field> columns) {
    TableInfo {
        columns = List.copyOf(columns);
    }
}
