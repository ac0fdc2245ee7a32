package io.amp4j.snowflake;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A schema of a real account whose rows come through Snowpipe Streaming; its readers look at the view. */
final class AccountSnowpipeStore extends AccountStore {
    AccountSnowpipeStore() {
        super("&method=snowpipe-streaming");
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return EnumSet.of(LoaderFeature.LOCKS_OUT_NEWCOMERS, LoaderFeature.UPSERT, LoaderFeature.DROP);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        return super.rows(new TableName(table.schema(), table.name() + "_committed"), columns);
    }
}
