package io.amp4j.postgresql.internal.copy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches as the rows of binary COPYs, one after the other. Encoders are chosen once, memory is one array; used by one thread.
 *
 * <p>A row's fields are the batch's columns in their order, then texts that are the same for all rows of a batch.
 */
public final class CopyRows {
    /** What is sent at once: larger pieces were not faster, smaller ones were slower. */
    private static final int CAPACITY = 64 * 1024;

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int TRAILER = -1;

    private final ColumnEncoder[] encoders;
    private final ConstantEncoder[] constants;
    private final CopyBuffer out;

    /**
     * Chooses the encoders.
     *
     * @param fields the columns of each batch
     * @param types their types in the table, as {@code format_type} writes them
     * @param constants how many texts follow them
     * @param rules what is chosen where PostgreSQL has no type that is the same
     * @param sink where the bytes go
     * @throws AmpException with {@link LoadError#SCHEMA_MISMATCH} if a field does not fit its column
     */
    public CopyRows(List<Field> fields, List<String> types, int constants, TypeRules rules, CopySink sink) {
        List<ColumnEncoder> chosen = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            chosen.add(encoder(fields.get(i), types.get(i), rules));
        }
        this.encoders = chosen.toArray(new ColumnEncoder[0]);
        this.constants = Stream.generate(ConstantEncoder::new).limit(constants).toArray(ConstantEncoder[]::new);
        this.out = new CopyBuffer(sink, CAPACITY);
    }

    private static ColumnEncoder encoder(Field field, String type, TypeRules rules) {
        ColumnEncoder encoder = ColumnType.parse(type)
                .map(target -> ColumnEncoders.find(field, target, rules))
                .orElse(null);
        if (encoder == null) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "column '" + field.getName() + "' of type " + field.getType() + " does not fit into " + type);
        }
        return encoder;
    }

    /**
     * Begins a COPY, and forgets what a broken one left.
     *
     * @throws SQLException if the sink cannot take the header
     */
    public void begin() throws SQLException {
        out.clear();
        out.put(HEADER, 0, HEADER.length);
    }

    /**
     * Writes all rows of a batch.
     *
     * @param rows the batch, with the columns that the encoders were chosen for; the caller's own, neither closed nor changed
     * @param texts the texts that follow the columns; null where there is none
     * @throws AmpException with {@link LoadError#VALUE_REFUSED} if PostgreSQL cannot keep a value
     * @throws SQLException if the sink cannot take the bytes
     */
    public void write(VectorSchemaRoot rows, List<@Nullable String> texts) throws SQLException {
        for (int i = 0; i < encoders.length; i++) {
            encoders[i].bind(rows.getVector(i));
        }
        for (int i = 0; i < constants.length; i++) {
            constants[i].set(texts.get(i));
        }
        int fields = encoders.length + constants.length;
        int count = rows.getRowCount();
        for (int row = 0; row < count; row++) {
            out.room(Short.BYTES);
            out.putShort(fields);
            for (ColumnEncoder encoder : encoders) {
                encoder.encode(out, row);
            }
            for (ConstantEncoder constant : constants) {
                constant.encode(out);
            }
        }
    }

    /**
     * Ends the COPY's bytes and hands all of them to the sink.
     *
     * @throws SQLException if the sink cannot take them
     */
    public void end() throws SQLException {
        out.room(Short.BYTES);
        out.putShort(TRAILER);
        out.flush();
    }
}
