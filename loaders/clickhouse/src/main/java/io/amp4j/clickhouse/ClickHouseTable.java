package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.clickhouse.TableLayout.Voiding;
import io.amp4j.client.AmpException;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table that a load fills: the statement that fills it, and those that make rows void. {@link TableShape} makes it ready. */
final class ClickHouseTable {
    /** A condition may name some ten thousand batches. */
    private static final String LONGEST_STATEMENT = String.valueOf(1 << 26);

    private final ClickHouseHttp http;
    private final String database;
    private final TableName name;
    private final TableLayout layout;
    private final String guard;
    private final List<ColumnPlan> plans;
    private final boolean withRanges;

    /**
     * A table, which need not be there yet.
     *
     * @param guard the condition that ends a statement whose job does not hold the stream any more
     */
    ClickHouseTable(ClickHouseHttp http, String database, LoadRequest request, TableLayout layout, String guard) {
        this.http = http;
        this.guard = guard;
        this.database = database;
        this.name = qualified(database, request.table());
        this.layout = layout;
        this.plans =
                request.schema().getFields().stream().map(ClickHouseTypes::plan).toList();
        this.withRanges = request.metadata() == MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
    }

    static TableName qualified(String database, TableName table) {
        return table.schema() == null ? new TableName(database, table.name()) : table;
    }

    TableName name() {
        return name;
    }

    boolean isThere() {
        return !TableShape.columns(http, name).isEmpty();
    }

    /** Whether another table is there. */
    boolean isThere(TableName other) {
        return !TableShape.columns(http, qualified(database, other)).isEmpty();
    }

    /** Creates the table, or checks that it fits. */
    void prepare(TablePolicy policy) {
        new TableShape(http, name, layout, plans, withRanges).prepare(policy);
    }

    /** Creates the view {@code <table>_committed}. */
    void createView(String log) {
        http.run(new CommittedView(name, layout.voiding(), log).statement(layout.onCluster()), Options.NONE);
    }

    WireBatch wireBatch() {
        return new WireBatch(plans, withRanges);
    }

    /** Whether rows carry a batch id, for admission: false where there is no such table or column. */
    static boolean hasMarkedRows(ClickHouseHttp http, TableName table) {
        try {
            String marked = "SELECT count() FROM (SELECT 1 FROM " + Names.quote(table) + " WHERE "
                    + MarkerColumns.BATCH_ID + " != '' LIMIT 1)";
            return TableShape.columns(http, table).containsKey(MarkerColumns.BATCH_ID)
                    && !http.run(marked, Options.NONE).strip().equals("0");
        } catch (AmpException e) {
            if (ClickHouseErrors.isMissing(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Fills the table from a stream whose columns have the table's names, as an attempt, under its guard. */
    String insertStatement(String attempt, String guardOfAttempt) {
        List<String> inputs = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (ColumnPlan plan : plans) {
            if (plan.conversion() != ColumnPlan.Conversion.ABSENT) {
                input(inputs, targets, plan.name(), plan.inputType());
            }
            if (plan.needsNullFlag()) {
                input(inputs, targets, ColumnPlan.nullFlag(plan.name()), "Bool");
            }
        }
        input(inputs, targets, MarkerColumns.BATCH_ID, "FixedString(16)");
        if (withRanges) {
            input(inputs, targets, MarkerColumns.BLOCK_RANGES, "String");
        }
        boolean signed = layout.voiding() == Voiding.CANCEL;
        String columns = String.join(", ", targets);
        return "INSERT INTO " + Names.quote(name) + " (" + columns + ", " + MarkerColumns.ATTEMPT
                + (signed ? ", " + TableLayout.ROW + ", " + TableLayout.SIGN : "") + ") SELECT " + columns + ", "
                + Names.literal(attempt) + (signed ? ", rowNumberInAllBlocks(), 1" : "") + " FROM input("
                + Names.literal(String.join(", ", inputs)) + ") WHERE " + guardOfAttempt + " FORMAT ArrowStream";
    }

    private static void input(List<String> inputs, List<String> targets, String column, String type) {
        inputs.add(Names.quote(column) + " " + type);
        targets.add(Names.quote(column));
    }

    /**
     * Makes rows void, and returns when no reader sees them. Doing it again does nothing more.
     *
     * @param job the options of the job that holds the stream
     */
    void remove(String condition, Options job) {
        Options options = job.setting("max_query_size", LONGEST_STATEMENT)
                .setting("max_ast_elements", LONGEST_STATEMENT)
                .setting("max_expanded_ast_elements", LONGEST_STATEMENT);
        if (layout.voiding() == Voiding.DELETE) {
            http.run(
                    "DELETE FROM " + Names.quote(name) + layout.onCluster() + " WHERE " + condition,
                    options.setting("lightweight_deletes_sync", "2"));
        } else {
            cancel(condition, options);
        }
    }

    /** Only rows that nothing has cancelled yet: FINAL leaves out those. */
    private void cancel(String condition, Options options) {
        http.run(
                "INSERT INTO " + Names.quote(name) + " SELECT * REPLACE (toInt8(-1) AS " + TableLayout.SIGN
                        + ") FROM (SELECT * FROM " + Names.quote(name) + " FINAL WHERE (" + condition + ") AND "
                        + TableLayout.SIGN + " = 1) WHERE " + guard,
                options);
    }

    /** Makes all rows void that these attempts wrote. */
    void removeAttempts(Set<String> attempts, Options options) {
        if (!attempts.isEmpty()) {
            String list = new HashSet<>(attempts).stream().map(Names::literal).collect(Collectors.joining(","));
            remove(MarkerColumns.ATTEMPT + " IN (" + list + ")", options);
        }
    }
}
