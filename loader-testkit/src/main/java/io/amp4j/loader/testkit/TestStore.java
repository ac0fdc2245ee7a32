package io.amp4j.loader.testkit;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A running storage system, seen from a loader's tests: an empty destination for one test. What is not overridden is taken as supported, and
 * is tested.
 */
public interface TestStore extends AutoCloseable {
    /**
     * Where this test's destination is. Another process can open it too.
     *
     * @return a URI for the loader, whose provider is on the class path
     */
    String uri();

    /**
     * Settings beside those in the URI.
     *
     * @return names and values
     */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * The name under which a table is loaded.
     *
     * @param name a plain name, or one that needs quoting
     * @return the table
     */
    default TableName table(String name) {
        return new TableName(null, name);
    }

    /**
     * The rows that a reader sees now, read without the loader, in any order.
     *
     * @param table the table
     * @param columns the columns to read; those that the table does not have are left out
     * @return rows by column name, with values as {@link CanonicalRows} makes them, or as {@link #stored} says
     */
    List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns);

    /** Deletes all stream states and leaves the rows, as a careless restore would. Only called where streams are supported. */
    void loseState();

    /**
     * What the store gives back for a value, where its type is not exactly Arrow's: a 256-bit decimal as text, for example.
     *
     * @param field the column
     * @param value a value as {@link CanonicalRows} makes it, or null
     * @return the value that {@link #rows} has in its place
     */
    default @Nullable Object stored(Field field, @Nullable Object value) {
        return value;
    }

    /**
     * Whether the store keeps a type's values without loss. A column that it does not keep must be refused with {@code AMP-UNSUPPORTED} when
     * a session is opened.
     *
     * @param field the column
     * @return false where it must be refused
     */
    default boolean keeps(Field field) {
        return true;
    }

    /**
     * Whether what runs in the tests takes a type as the store does that it stands for. For a peer of a hosted service alone, whose defects
     * are not the service's: what it does not take is left untested.
     *
     * @param field a column that the store keeps
     * @return false where the peer fails
     */
    default boolean peerTakes(Field field) {
        return true;
    }

    /**
     * Whether what runs in the tests takes a name as the store does that it stands for; see {@link #peerTakes(Field)}.
     *
     * @param name a name of tables and columns
     * @return false where the peer fails
     */
    default boolean peerTakes(String name) {
        return true;
    }

    /**
     * Whether a table's columns are fixed, so that columns that do not fit must be refused with {@code AMP-SCHEMA-MISMATCH}.
     *
     * @return false where rows of one table may have any columns
     */
    default boolean hasFixedColumns() {
        return true;
    }

    /**
     * Whether a list, struct or map may be null inside another value. Where it may not, such a value must be refused with
     * {@code AMP-VALUE-REFUSED} when it is written.
     *
     * @return false if only whole columns of these types may be null
     */
    default boolean keepsNullsInside() {
        return true;
    }

    /**
     * The features that the loader must not declare; all others it must.
     *
     * @return what is not supported
     */
    default Set<LoaderFeature> lacks() {
        return Set.of();
    }

    /** Ends what the store holds for this test. */
    @Override
    void close();
}
