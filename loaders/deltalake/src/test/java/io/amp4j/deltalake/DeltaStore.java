package io.amp4j.deltalake;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.TestStore;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A folder of tables for one test. */
final class DeltaStore implements TestStore {
    private final String location;
    private final Map<String, String> settings;
    private final DeltaReader reader;

    DeltaStore(String location, Map<String, String> storage) {
        this.location = location;
        this.settings = new LinkedHashMap<>(storage);
        settings.put("timestamps", "truncate");
        settings.put("force", "false");
        this.reader = new DeltaReader(location, settings);
    }

    DeltaReader reader() {
        return reader;
    }

    @Override
    public String uri() {
        return "delta:" + location;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.UPSERT, LoaderFeature.DROP, LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        return reader.rows(TableFolders.of(table), columns);
    }

    @Override
    public void loseState() {
        reader.storage().folders("").forEach(reader::loseState);
    }

    @Override
    public boolean keeps(Field field) {
        return keeps(field.getType()) && field.getChildren().stream().allMatch(this::keeps);
    }

    private static boolean keeps(ArrowType type) {
        return switch (type.getTypeID()) {
            case Time, Interval, Duration, Null -> false;
            case Decimal -> ((ArrowType.Decimal) type).getPrecision() <= 38;
            default -> true;
        };
    }

    /** Under {@code timestamps=truncate}, what is finer than a microsecond is cut off. */
    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        return CanonicalRows.replacing(field, value, (leaf, whole) -> {
            if (whole instanceof Instant instant) {
                return instant.truncatedTo(ChronoUnit.MICROS);
            }
            return whole instanceof LocalDateTime time ? time.truncatedTo(ChronoUnit.MICROS) : whole;
        });
    }

    @Override
    public void close() {
        reader.close();
    }
}
