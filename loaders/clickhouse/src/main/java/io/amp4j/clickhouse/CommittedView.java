package io.amp4j.clickhouse;

import io.amp4j.clickhouse.TableLayout.Voiding;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import java.util.List;

/**
 * The view that shows committed rows only. It reads the log of all streams of the database, since several may fill one table: attempts are named
 * nowhere else, so those of other tables hide nothing.
 */
record CommittedView(TableName table, Voiding voiding, String log) {
    private static final String ATTEMPT = "toString(" + MarkerColumns.ATTEMPT + ")";
    private static final String PAIR = "concat(toString(" + MarkerColumns.BATCH_ID + "), '/', " + ATTEMPT + ")";

    static TableName nameOf(TableName table) {
        return new TableName(table.schema(), table.name() + "_committed");
    }

    String statement(String onCluster) {
        TableName view = nameOf(table);
        String added = String.join(", ", columns());
        String rows = Names.quote(table) + (voiding == Voiding.CANCEL ? " FINAL" : "");
        return "CREATE OR REPLACE VIEW " + Names.quote(view) + onCluster + " AS WITH (" + hidden() + ") AS hidden"
                + " SELECT * EXCEPT (" + added + ") FROM " + rows
                + " WHERE NOT has(hidden.1, " + ATTEMPT + ") AND NOT has(hidden.2, " + PAIR + ")"
                + " AND (empty(hidden.3) OR has(hidden.3, " + PAIR + ") OR has(hidden.3, concat('0/', " + ATTEMPT
                + ")))"
                + (voiding == Voiding.CANCEL ? " AND " + TableLayout.SIGN + " = 1" : "");
    }

    private List<String> columns() {
        return voiding == Voiding.CANCEL
                ? List.of(MarkerColumns.ATTEMPT, TableLayout.ROW, TableLayout.SIGN)
                : List.of(MarkerColumns.ATTEMPT);
    }

    /**
     * Of all streams: the attempts that did not commit; the pairs of batch id and attempt that a commit made void and that are still there; and, where a
     * commit replaced all rows of the table and those are still there, what stays of it: what it spared, and what was committed since.
     */
    private String hidden() {
        String isAllBut = "startsWith(x.3, 'ALL_BUT') AND x.5 = " + Names.literal(Names.quote(table));
        return "SELECT (arrayFilter(a -> NOT has(committed, a), attempts),"
                + " arrayFlatten(arrayMap(x -> splitByChar(' ', x.3), arrayFilter(x -> startsWith(x.3, 'NAMED'), pending))),"
                + " if(replaced = 0, [], arrayConcat("
                + "arrayFlatten(arrayMap(x -> splitByChar(' ', x.3), arrayFilter(x -> " + isAllBut + ", pending))),"
                + " arrayMap(x -> concat('0/', x.1), arrayFilter(x -> x.2 = 'COMMIT' AND x.4 >= replaced, entries)))))"
                + " FROM (SELECT groupArray((attempt, toString(entry), sweep, toUnixTimestamp64Micro(at), of_table)) AS entries,"
                + " arrayDistinct(arrayMap(x -> x.1, entries)) AS attempts,"
                + " arrayMap(x -> x.1, arrayFilter(x -> x.2 IN ('COMMIT', 'SNAPSHOT'), entries)) AS committed,"
                + " arrayMap(x -> x.1, arrayFilter(x -> x.2 = 'SWEPT', entries)) AS swept,"
                + " arrayFilter(x -> x.2 = 'COMMIT' AND NOT has(swept, x.1), entries) AS pending,"
                + " arrayMax(arrayMap(x -> if(" + isAllBut + ", x.4, 0), pending)) AS replaced"
                + " FROM " + log + " WHERE attempt != '')";
    }
}
