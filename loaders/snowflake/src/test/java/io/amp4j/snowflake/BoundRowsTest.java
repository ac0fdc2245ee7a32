package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams whose rows are bound as arrays. */
@Tag("snowflake")
class BoundRowsTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowflakeStore("&method=insert");
    }

    @Test
    void nested_columns_are_refused_by_name() {
        Field items = new Field(
                "topics",
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(Field.nullable("item", ArrowType.Utf8.INSTANCE)));
        AmpException refusal = catchThrowableOfType(AmpException.class, () -> BoundRows.requirePlain(List.of(items)));
        assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining("'topics'").hasMessageContaining("method=stage");
    }
}
