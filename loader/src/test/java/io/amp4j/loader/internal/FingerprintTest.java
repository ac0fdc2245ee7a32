package io.amp4j.loader.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final ArrowType LONG = new ArrowType.Int(64, true);

    private static Field field(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    private static String of(Field... fields) {
        return Fingerprint.of(new Schema(List.of(fields)));
    }

    @Test
    void white_space_around_a_query_does_not_count() {
        assertThat(Fingerprint.of(" SELECT 1\n"))
                .isEqualTo(Fingerprint.of("SELECT 1"))
                .hasSize(32);
    }

    @Test
    void other_queries_differ() {
        assertThat(Fingerprint.of("SELECT 1")).isNotEqualTo(Fingerprint.of("SELECT 2"));
    }

    @Test
    void names_types_order_and_children_count() {
        assertThat(List.of(
                        of(field("a", LONG), field("b", LONG)),
                        of(field("b", LONG), field("a", LONG)),
                        of(field("ab", LONG)),
                        of(field("a", new ArrowType.Int(32, true)), field("b", LONG)),
                        of(field("a", ArrowType.Struct.INSTANCE, field("b", LONG)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void whether_a_column_may_be_null_does_not_count() {
        Field required = new Field("a", FieldType.notNullable(LONG), List.of());

        assertThat(of(required)).isEqualTo(of(field("a", LONG)));
    }
}
