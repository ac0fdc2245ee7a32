package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.clickhouse.TableLayout.Voiding;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which columns a load needs, in which kind of table: creates it, extends it, or checks that it fits. */
record TableShape(ClickHouseHttp http, TableName name, TableLayout layout, List<ColumnPlan> plans, boolean withRanges) {
    /** Columns that a block's number stands in, the likeliest first. */
    private static final List<String> BLOCK_NUMBERS = List.of("_block_num", "block_num", "block_number", "number");

    void prepare(TablePolicy policy) {
        Map<String, String> wanted = wantedColumns();
        Map<String, String> there = columns(http, name);
        if (there.isEmpty()) {
            create(policy, wanted);
            return;
        }
        List<String> missing = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        wanted.forEach((column, type) -> {
            String found = there.get(column);
            if (found == null) {
                missing.add(column);
            } else if (!found.equals(type) && !found.equals("Nullable(" + type + ")")) {
                problems.add("'" + column + "' is " + found + " and must be " + type);
            }
        });
        boolean mayAdd = policy == TablePolicy.ADD_MISSING_COLUMNS;
        if (!missing.isEmpty() && !mayAdd) {
            problems.add("it lacks '" + String.join("', '", missing) + "'");
        }
        if (!problems.isEmpty()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + name + " does not fit the result: " + String.join("; ", problems)
                            + ". Change the table or the query, allow missing columns to be added, or load into another table");
        }
        requireCollapsing();
        missing.forEach(column -> addColumn(column, wanted.get(column)));
    }

    /** Rows with a sign cancel each other only where the engine does it, and one row alone only where the key names it. */
    private void requireCollapsing() {
        if (layout.voiding() == Voiding.DELETE) {
            return;
        }
        String fits = "SELECT count() FROM system.tables WHERE database = {database:String} AND name = {table:String}"
                + " AND endsWith(engine, 'CollapsingMergeTree') AND position(sorting_key, '" + MarkerColumns.ATTEMPT
                + "') > 0 AND position(sorting_key, '" + TableLayout.ROW + "') > 0";
        if (http.run(fits, named(name)).strip().equals("0")) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "void-rows=cancel needs a CollapsingMergeTree(" + TableLayout.SIGN + ") whose sorting key has "
                            + MarkerColumns.ATTEMPT + " and " + TableLayout.ROW + ", and table " + name
                            + " is none. Load into another table, or leave the setting out");
        }
    }

    private void create(TablePolicy policy, Map<String, String> wanted) {
        if (policy == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "there is no table " + name + ". Create it, or allow the load to create it");
        }
        http.run(createStatement(wanted), Options.NONE);
    }

    private String createStatement(Map<String, String> wanted) {
        String columns = wanted.entrySet().stream()
                .map(column -> Names.quote(column.getKey()) + " " + column.getValue() + layout.codec(column.getKey()))
                .collect(Collectors.joining(", "));
        String partition = layout.partitionBy() == null ? "" : " PARTITION BY " + layout.partitionBy();
        String settings = layout.settings() == null ? "" : ", " + layout.settings();
        // Deletes go by these two columns; the filters let them skip the parts that hold none of the rows.
        return "CREATE TABLE IF NOT EXISTS " + Names.quote(name) + layout.onCluster() + " (" + columns
                + ", INDEX amp_batch_id " + MarkerColumns.BATCH_ID + " TYPE bloom_filter GRANULARITY 1"
                + ", INDEX amp_attempt " + MarkerColumns.ATTEMPT + " TYPE bloom_filter GRANULARITY 1)"
                + " ENGINE = " + layout.rowEngine() + partition + " ORDER BY " + sortingKey()
                + " SETTINGS allow_nullable_key = 1" + settings;
    }

    /** In a collapsing table each row has a key of its own, so that none cancels another. */
    private String sortingKey() {
        String key = layout.orderBy() == null ? blockNumber() : layout.orderBy();
        if (layout.voiding() == Voiding.DELETE) {
            return key;
        }
        String inner = key.matches("\\(.*\\)") ? key.substring(1, key.length() - 1) : key;
        String ofRow = MarkerColumns.ATTEMPT + ", " + TableLayout.ROW;
        return "(" + (inner.equals("tuple()") ? "" : inner + ", ") + ofRow + ")";
    }

    private String blockNumber() {
        Set<String> names = plans.stream().map(ColumnPlan::name).collect(Collectors.toSet());
        return BLOCK_NUMBERS.stream()
                .filter(names::contains)
                .findFirst()
                .map(Names::quote)
                .orElse("tuple()");
    }

    private void addColumn(String column, String type) {
        http.run(
                "ALTER TABLE " + Names.quote(name) + layout.onCluster() + " ADD COLUMN IF NOT EXISTS "
                        + Names.quote(column) + " " + type,
                Options.NONE);
    }

    private Map<String, String> wantedColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (ColumnPlan plan : plans) {
            put(columns, plan.name(), plan.tableType());
            if (plan.needsNullFlag()) {
                put(columns, ColumnPlan.nullFlag(plan.name()), "Bool");
            }
        }
        put(columns, MarkerColumns.BATCH_ID, "FixedString(16)");
        put(columns, MarkerColumns.ATTEMPT, "LowCardinality(String)");
        if (layout.voiding() == Voiding.CANCEL) {
            put(columns, TableLayout.ROW, "UInt64");
            put(columns, TableLayout.SIGN, "Int8");
        }
        if (withRanges) {
            put(columns, MarkerColumns.BLOCK_RANGES, "String");
        }
        return columns;
    }

    private static void put(Map<String, String> columns, String name, String type) {
        if (columns.put(name, type) != null) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "the result has column '" + name
                            + "' twice, or it is one that amp4j adds. Rename it in the query with AS");
        }
    }

    /** A table's columns with their types, in their order; empty if there is no such table. */
    static Map<String, String> columns(ClickHouseHttp http, TableName table) {
        String answer = http.run(
                "SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String}"
                        + " ORDER BY position FORMAT TabSeparated",
                named(table));
        Map<String, String> columns = new LinkedHashMap<>();
        for (String line : answer.lines().toList()) {
            int tab = line.indexOf('\t');
            columns.put(unescape(line.substring(0, tab)), unescape(line.substring(tab + 1)));
        }
        return columns;
    }

    private static Options named(TableName table) {
        return Options.NONE
                .bind("database", Optional.ofNullable(table.schema()).orElse(""))
                .bind("table", table.name());
    }

    private static String unescape(String text) {
        return text.replace("\\'", "'")
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\\\", "\\");
    }
}
