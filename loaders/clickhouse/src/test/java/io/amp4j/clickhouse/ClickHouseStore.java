package io.amp4j.clickhouse;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.IntervalValue;
import io.amp4j.loader.testkit.TestStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A database for one test, on a server that all tests of a process share. */
final class ClickHouseStore implements TestStore {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final ClickHouseServer server;
    private final Reading reading;
    private final String database = "test_" + DATABASES.incrementAndGet();

    /** How rows are made void, and where a reader looks for those that are not. */
    enum Reading {
        /** Void rows are deleted; a reader reads the table. */
        TABLE,
        /** Void rows are deleted; a reader reads the view of committed rows. */
        VIEW,
        /** Void rows are cancelled by others; a reader reads what is left of both. */
        COLLAPSED
    }

    ClickHouseStore(ClickHouseServer server) {
        this(server, Reading.TABLE);
    }

    ClickHouseStore(ClickHouseServer server, Reading reading) {
        this.server = server;
        this.reading = reading;
        server.query("CREATE DATABASE " + database);
    }

    @Override
    public String uri() {
        return server.uri(database);
    }

    @Override
    public Map<String, String> settings() {
        return switch (reading) {
            case TABLE -> Map.of();
            case VIEW -> Map.of("committed-view", "true");
            case COLLAPSED -> Map.of("void-rows", "cancel");
        };
    }

    private String source(TableName table) {
        return switch (reading) {
            case TABLE -> Names.quote(table);
            case VIEW -> Names.quote(new TableName(table.schema(), table.name() + "_committed"));
            case COLLAPSED -> Names.quote(table) + " FINAL";
        };
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.UPSERT, LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }

    @Override
    public boolean keeps(Field field) {
        return !(field.getType() instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() == FloatingPointPrecision.HALF);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        TableName qualified = ClickHouseTable.qualified(database, table);
        Set<String> there = server.text("SELECT name FROM system.columns WHERE database = " + Names.literal(database)
                        + " AND table = " + Names.literal(table.name()) + " FORMAT TSVRaw")
                .lines()
                .collect(Collectors.toSet());
        List<Field> wanted =
                columns.stream().filter(c -> there.contains(c.getName())).toList();
        String list = wanted.stream().map(c -> read(c, there)).collect(Collectors.joining(", "));
        byte[] answer = server.query(
                "SELECT " + list + " FROM " + source(qualified)
                        + " SETTINGS output_format_arrow_string_as_string = 0, output_format_arrow_compression_method = 'none' FORMAT ArrowStream");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(answer), allocator)) {
            while (reader.loadNextBatch()) {
                CanonicalRows.of(reader.getVectorSchemaRoot()).forEach(row -> rows.add(texts(row, wanted)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static String read(Field column, Set<String> there) {
        String name = Names.quote(column.getName());
        return there.contains(ColumnPlan.nullFlag(column.getName()))
                ? name + ", " + Names.quote(ColumnPlan.nullFlag(column.getName()))
                : name;
    }

    /** All of ClickHouse's strings come as bytes: those that were text are made text again, and flagged nulls null. */
    private static Map<String, @Nullable Object> texts(Map<String, @Nullable Object> row, List<Field> columns) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field column : columns) {
            boolean isNull = Boolean.TRUE.equals(row.get(ColumnPlan.nullFlag(column.getName())));
            values.put(column.getName(), isNull ? null : text(column, row.get(column.getName())));
        }
        return values;
    }

    private static @Nullable Object text(Field field, @Nullable Object value) {
        ArrowType type = field.getType();
        boolean isText = type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Utf8View
                || type instanceof ArrowType.Interval;
        if (isText && value instanceof String hex) {
            return new String(HexFormat.of().parseHex(hex.substring(2)), StandardCharsets.UTF_8);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> values = new ArrayList<>();
            list.forEach(item -> values.add(text(field.getChildren().get(0), item)));
            return values;
        }
        if (value instanceof Map<?, ?> map && type instanceof ArrowType.Struct) {
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            field.getChildren().forEach(child -> values.put(child.getName(), text(child, map.get(child.getName()))));
            return values;
        }
        if (value instanceof Map<?, ?> map) {
            List<Field> entry = field.getChildren().get(0).getChildren();
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            map.forEach((key, item) -> values.put(String.valueOf(text(entry.get(0), key)), text(entry.get(1), item)));
            return values;
        }
        return value;
    }

    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        ArrowType type = field.getType();
        if (value instanceof LocalTime time && type instanceof ArrowType.Time unit) {
            return BigInteger.valueOf(units(unit.getUnit(), time.toNanoOfDay()));
        }
        if (value instanceof Duration duration && type instanceof ArrowType.Duration unit) {
            return BigInteger.valueOf(units(unit.getUnit(), duration.toNanos()));
        }
        if (value instanceof LocalDate date
                && type instanceof ArrowType.Date unit
                && unit.getUnit() == DateUnit.MILLISECOND) {
            return date.atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof IntervalValue interval) {
            return IntervalText.of(interval.months(), interval.days(), interval.nanos());
        }
        return value;
    }

    private static long units(TimeUnit unit, long nanos) {
        return switch (unit) {
            case SECOND -> nanos / 1_000_000_000;
            case MILLISECOND -> nanos / 1_000_000;
            case MICROSECOND -> nanos / 1_000;
            case NANOSECOND -> nanos;
        };
    }

    @Override
    public boolean keepsNullsInside() {
        return false;
    }

    @Override
    public void loseState() {
        server.query("DROP TABLE " + database + ".amp_stream_state SYNC");
    }

    @Override
    public void close() {
        server.query("DROP DATABASE " + database + " SYNC");
    }
}
