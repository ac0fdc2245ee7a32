package io.amp4j.client.internal.decode;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads schemas. A flatbuffer may point anywhere, to itself too, so its size on the wire says nothing of the tree that it stands for: the
 * tree is measured before it is built.
 */
public final class SchemaReader {
    private static final int MAX_FIELDS = 65_536;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 16 << 20;
    private static final int CONTINUATION = -1;

    private int fields;
    private long text;

    private SchemaReader() {}

    /**
     * Reads the schema of a plan.
     *
     * @param encapsulated an Arrow message with its length before it
     * @return the schema as it is on the wire, with dictionary encodings
     * @throws AmpException with code {@code AMP-PROTOCOL-SCHEMA} or {@code AMP-UNSUPPORTED-TYPE}
     */
    public static Schema readEncapsulated(byte[] encapsulated) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(encapsulated).order(ByteOrder.LITTLE_ENDIAN);
            int length = bytes.getInt();
            if (length == CONTINUATION) {
                length = bytes.getInt();
            }
            if (length <= 0 || length > bytes.remaining()) {
                throw bad("its length is wrong", null);
            }
            Message message =
                    Message.getRootAsMessage(bytes.slice().limit(length).order(ByteOrder.LITTLE_ENDIAN));
            if (message.headerType() != MessageHeader.Schema) {
                throw bad("it is another kind of message", null);
            }
            return read(message);
        } catch (AmpException e) {
            throw e;
        } catch (RuntimeException e) {
            throw bad("it is corrupt", e);
        }
    }

    /**
     * Reads the schema of a stream.
     *
     * @param message a message that holds a schema
     * @return the schema as it is on the wire, with dictionary encodings
     * @throws AmpException with code {@code AMP-PROTOCOL-SCHEMA} or {@code AMP-UNSUPPORTED-TYPE}
     */
    static Schema read(Message message) {
        try {
            org.apache.arrow.flatbuf.Schema flat =
                    (org.apache.arrow.flatbuf.Schema) message.header(new org.apache.arrow.flatbuf.Schema());
            if (flat == null) {
                throw bad("it is missing", null);
            }
            if (flat.endianness() != Endianness.Little) {
                throw bad("its batches would be big-endian", null);
            }
            new SchemaReader().measure(flat);
            Schema schema = Schema.convertSchema(flat);
            schema.getFields().forEach(TypeChecks::check);
            return schema;
        } catch (AmpException e) {
            throw e;
        } catch (RuntimeException e) {
            throw bad("it is corrupt", e);
        }
    }

    /**
     * The schema that consumers see: dictionaries are resolved, so each field has the type of its values.
     *
     * @param wire a schema as it is on the wire
     * @return the same without dictionary encodings
     */
    public static Schema plain(Schema wire) {
        return new Schema(wire.getFields().stream().map(SchemaReader::plain).toList(), wire.getCustomMetadata());
    }

    static Field plain(Field wire) {
        List<Field> children =
                wire.getChildren().stream().map(SchemaReader::plain).toList();
        FieldType type = new FieldType(wire.isNullable(), wire.getType(), null, wire.getMetadata());
        return new Field(wire.getName(), type, children);
    }

    private void measure(org.apache.arrow.flatbuf.Schema schema) {
        for (int i = 0; i < schema.fieldsLength(); i++) {
            measure(schema.fields(i), 1);
        }
        for (int i = 0; i < schema.customMetadataLength(); i++) {
            measure(schema.customMetadata(i));
        }
    }

    private void measure(org.apache.arrow.flatbuf.Field field, int depth) {
        fields++;
        if (fields > MAX_FIELDS || depth > MAX_DEPTH) {
            throw bad("it has more than " + MAX_FIELDS + " fields or " + MAX_DEPTH + " levels", null);
        }
        measure(field.nameAsByteBuffer());
        for (int i = 0; i < field.customMetadataLength(); i++) {
            measure(field.customMetadata(i));
        }
        for (int i = 0; i < field.childrenLength(); i++) {
            measure(field.children(i), depth + 1);
        }
    }

    private void measure(KeyValue entry) {
        // An entry without text costs something as well.
        text += Integer.BYTES;
        measure(entry.keyAsByteBuffer());
        measure(entry.valueAsByteBuffer());
    }

    private void measure(@Nullable ByteBuffer string) {
        text += string == null ? 0 : string.remaining();
        if (text > MAX_TEXT) {
            throw bad("its names and metadata have more than " + MAX_TEXT + " bytes", null);
        }
    }

    static AmpException bad(String what, @Nullable Exception cause) {
        return new AmpException(
                ClientError.BAD_SCHEMA, "the schema that the server sent cannot be used: " + what, cause);
    }
}
