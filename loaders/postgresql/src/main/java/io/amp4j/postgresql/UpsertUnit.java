package io.amp4j.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Replaces rows by key: they are copied into a temporary table, then merged in one statement. Of several rows with one key the last one
 * stays; null is a key like another where the unique index says so, and else refused.
 */
final class UpsertUnit extends PostgresqlUnit {
    private static final String STAGE = "pg_temp." + PostgresqlDialect.quoted("_amp_upsert");
    private static final String ORDER = PostgresqlDialect.quoted("_amp_row");

    private final List<String> keys;

    UpsertUnit(PostgresqlSession session, UnitConnection held) {
        super(session, held);
        this.keys = session.request().keyColumns().stream()
                .map(PostgresqlDialect::quoted)
                .toList();
    }

    @Override
    void beginCopy(UnitConnection target) throws SQLException {
        execute("CREATE TEMPORARY TABLE " + PostgresqlDialect.quoted("_amp_upsert") + " ON COMMIT DROP AS SELECT "
                + table().columnList() + " FROM " + table().quoted() + " WITH NO DATA");
        execute("ALTER TABLE " + STAGE + " ADD COLUMN " + ORDER + " bigint GENERATED ALWAYS AS IDENTITY");
        refuseNullsUnlessEqual();
        target.beginCopy(STAGE, table().columnList());
    }

    private void refuseNullsUnlessEqual() throws SQLException {
        if (index().filter(nulls -> nulls == KeyIndex.Nulls.EQUAL).isEmpty()) {
            for (String key : keys) {
                execute("ALTER TABLE " + STAGE + " ALTER COLUMN " + key + " SET NOT NULL");
            }
        }
    }

    private Optional<KeyIndex.Nulls> index() throws SQLException {
        return KeyIndex.find(
                connection(), session().destination().dialect(), session().request());
    }

    @Override
    void finishRows() throws SQLException {
        execute(index().isPresent() ? insertOnConflict() : merge());
    }

    private String insertOnConflict() {
        return "INSERT INTO " + table().quoted() + " (" + table().columnList() + ") " + newestOfEachKey()
                + " ON CONFLICT (" + String.join(", ", keys) + ") DO UPDATE SET " + replaced("EXCLUDED.");
    }

    /** For a table of the user's without a unique index over the keys: all its rows of a key get the new values. */
    private String merge() {
        String same = keys.stream().map(key -> "t." + key + " = s." + key).collect(Collectors.joining(" AND "));
        String values = table().columns().stream().map(column -> "s." + column).collect(Collectors.joining(", "));
        return "MERGE INTO " + table().quoted() + " t USING (" + newestOfEachKey() + ") s ON " + same
                + " WHEN MATCHED THEN UPDATE SET " + replaced("s.")
                + " WHEN NOT MATCHED THEN INSERT (" + table().columnList() + ") VALUES (" + values + ")";
    }

    private String newestOfEachKey() {
        String list = String.join(", ", keys);
        return "SELECT DISTINCT ON (" + list + ") " + table().columnList() + " FROM " + STAGE + " ORDER BY " + list
                + ", " + ORDER + " DESC";
    }

    private String replaced(String source) {
        return table().columns().stream()
                .filter(column -> !keys.contains(column))
                .map(column -> column + " = " + source + column)
                .collect(Collectors.joining(", "));
    }
}
