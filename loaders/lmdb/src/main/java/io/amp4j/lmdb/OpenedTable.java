package io.amp4j.lmdb;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lmdbjava.Dbi;

/**
 * What an opening found and made.
 *
 * @param stream the stream under the session's epoch
 * @param rows the table's rows
 * @param index which rows each microbatch wrote
 * @param key what rows are found by
 * @param fields the columns that the session writes; none if it only deletes
 * @param schema the number of their schema
 */
record OpenedTable(
        StoredStream stream, Dbi<Slice> rows, Dbi<Slice> index, KeySpec key, List<Field> fields, int schema) {}
