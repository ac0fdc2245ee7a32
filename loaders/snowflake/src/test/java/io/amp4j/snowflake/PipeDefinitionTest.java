package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.config.Secret;
import io.amp4j.loader.spi.TableName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class PipeDefinitionTest {
    private static PipeDefinition of(Field... fields) {
        PipeAccess access = new PipeAccess(
                URI.create("https://a"),
                "a",
                "me",
                null,
                null,
                null,
                Secret.of("t"),
                "Data",
                "PUBLIC",
                Duration.ZERO,
                Duration.ZERO);
        return PipeDefinition.of(access, new TableName(null, "lo\"gs"), List.of(fields), List.of("_amp_attempt"));
    }

    @Test
    void casts_texts_and_quotes_names() {
        PipeDefinition pipe = of(
                Field.nullable("num", new ArrowType.Int(64, false)),
                Field.nullable("hash", new ArrowType.FixedSizeBinary(32)),
                Field.nullable("time", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")),
                Field.nullable("items", ArrowType.List.INSTANCE));
        assertThat(pipe.statement())
                .isEqualTo("CREATE PIPE IF NOT EXISTS \"Data\".\"PUBLIC\".\""
                        + pipe.name().name()
                        + "\" AS COPY INTO \"Data\".\"PUBLIC\".\"lo\"\"gs\" (\"num\", \"hash\", \"time\", \"items\", \"_amp_attempt\")"
                        + " FROM (SELECT $1:\"c0\"::VARCHAR::NUMBER(20,0), TO_BINARY($1:\"c1\"::VARCHAR, 'HEX'),"
                        + " $1:\"c2\"::VARCHAR::TIMESTAMP_TZ(9), PARSE_JSON($1:\"c3\"::VARCHAR)::ARRAY, $1:\"c4\"::VARCHAR"
                        + " FROM TABLE(DATA_SOURCE(TYPE => 'STREAMING')))");
    }

    @Test
    void other_columns_have_another_pipe() {
        Field number = Field.nullable("num", new ArrowType.Int(64, false));
        assertThat(of(number)).isEqualTo(of(number));
        assertThat(of(number).name()).isNotEqualTo(of().name());
        assertThat(of(number).name().name()).matches("AMP4J_[0-9A-F]{16}");
    }
}
