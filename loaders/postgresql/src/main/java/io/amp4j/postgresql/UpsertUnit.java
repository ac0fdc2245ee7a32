package io.amp4j.postgresql;

import java.sql.SQLException;
import java.util.List;
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
        boolean areEqual = KeyIndex.find(
                        connection(),
                        session().destination().dialect(),
                        session().request())
                .filter(nulls -> nulls == KeyIndex.Nulls.EQUAL)
                .isPresent();
        if (!areEqual) {
            for (String key : keys) {
                execute("ALTER TABLE " + STAGE + " ALTER COLUMN " + key + " SET NOT NULL");
            }
        }
    }

    @Override
    void finishRows() throws SQLException {
        String list = String.join(", ", keys);
        String replaced = table().columns().stream()
                .filter(column -> !keys.contains(column))
                .map(column -> column + " = EXCLUDED." + column)
                .collect(Collectors.joining(", "));
        execute("INSERT INTO " + table().quoted() + " (" + table().columnList() + ") SELECT DISTINCT ON (" + list + ") "
                + table().columnList() + " FROM " + STAGE + " ORDER BY " + list + ", " + ORDER
                + " DESC ON CONFLICT (" + list + ") DO UPDATE SET " + replaced);
    }
}
