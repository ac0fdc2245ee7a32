package io.amp4j.loader.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class ColumnFitTest {
    private static final TableName TABLE = new TableName(null, "logs");
    private static final Field A = Field.nullable("a", new ArrowType.Int(64, true));
    private static final Field B = Field.nullable("b", ArrowType.Utf8.INSTANCE);
    private static final Field OTHER_B = Field.nullable("b", ArrowType.Bool.INSTANCE);

    private static AmpException refusal(Runnable call) {
        AmpException refusal = catchThrowableOfType(AmpException.class, call::run);
        assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
        return refusal;
    }

    private static Field list(Field item) {
        return new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
    }

    @Test
    void columns_fit_in_any_order_and_may_be_left_out() {
        assertThat(ColumnFit.merge(TABLE, List.of(A, B), List.of(B), TablePolicy.USE_EXISTING))
                .containsExactly(A, B);
        assertThat(ColumnFit.merge(TABLE, List.of(A, B), List.of(B, A), TablePolicy.USE_EXISTING))
                .containsExactly(A, B);
    }

    @Test
    void missing_columns_are_added_only_where_that_is_allowed() {
        assertThat(ColumnFit.merge(TABLE, List.of(A), List.of(B, A), TablePolicy.ADD_MISSING_COLUMNS))
                .containsExactly(A, B);
        assertThat(refusal(() -> ColumnFit.merge(TABLE, List.of(A), List.of(B, A), TablePolicy.CREATE_IF_MISSING)))
                .hasMessageContaining("lacks 'b'")
                .hasMessageContaining("logs");
    }

    @Test
    void another_type_never_fits() {
        assertThat(refusal(
                        () -> ColumnFit.merge(TABLE, List.of(A, B), List.of(OTHER_B), TablePolicy.ADD_MISSING_COLUMNS)))
                .hasMessageContaining("'b' is Utf8 and must be Bool");
        refusal(() -> ColumnFit.merge(TABLE, List.of(list(B)), List.of(list(OTHER_B)), TablePolicy.USE_EXISTING));
    }

    @Test
    void whether_a_column_may_be_null_does_not_matter() {
        Field required = Field.notNullable("a", new ArrowType.Int(64, true));
        assertThat(ColumnFit.merge(TABLE, List.of(A), List.of(required), TablePolicy.USE_EXISTING))
                .containsExactly(A);
        assertThat(ColumnFit.column(required)).isEqualTo(A);
    }

    @Test
    void reserved_and_double_names_are_refused() {
        Field marker = Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE);
        assertThat(refusal(() -> ColumnFit.requireOwnNames(new Schema(List.of(A, marker)))))
                .hasMessageContaining(MarkerColumns.BATCH_ID);
        assertThat(refusal(() -> ColumnFit.requireOwnNames(new Schema(List.of(A, B, OTHER_B)))))
                .hasMessageContaining("two columns 'b'");
        ColumnFit.requireOwnNames(new Schema(List.of(A, B)));
    }
}
