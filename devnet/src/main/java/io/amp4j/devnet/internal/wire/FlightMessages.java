package io.amp4j.devnet.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Optional;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** The protobuf messages of a query, field by field: see Flight.proto and FlightSql.proto of Apache Arrow. */
final class FlightMessages {
    private static final String COMMAND_TYPE = "type.googleapis.com/arrow.flight.protocol.sql.CommandStatementQuery";
    private static final int DESCRIPTOR_TYPE_COMMAND = 2;
    private static final int DESCRIPTOR_COMMAND = 2;
    private static final int INFO_SCHEMA = 1;
    private static final int INFO_DESCRIPTOR = 2;
    private static final int INFO_ENDPOINT = 3;
    private static final int INFO_RECORDS = 4;
    private static final int INFO_BYTES = 5;

    private FlightMessages() {}

    /** A message is not what it should be. The text is what the client is told. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /** The SQL in a descriptor. */
    static String query(byte[] descriptor) throws MalformedException {
        try {
            ByteString any = field(CodedInputStream.newInstance(descriptor), DESCRIPTOR_COMMAND)
                    .orElseThrow(() -> new MalformedException("the descriptor has no command"));
            String type =
                    field(any.newCodedInput(), 1).map(ByteString::toStringUtf8).orElse("");
            if (!type.equals(COMMAND_TYPE)) {
                throw new MalformedException("unsupported flight descriptor command: " + type);
            }
            ByteString command = field(any.newCodedInput(), 2).orElse(ByteString.EMPTY);
            return field(command.newCodedInput(), 1)
                    .map(ByteString::toStringUtf8)
                    .orElseThrow(() -> new MalformedException("the command has no query"));
        } catch (IOException e) {
            throw new MalformedException("the descriptor cannot be decoded: " + e.getMessage());
        }
    }

    /** The descriptor that asks for SQL. */
    static byte[] descriptor(String sql) {
        byte[] command = message(out -> out.writeString(1, sql));
        byte[] any = message(out -> {
            out.writeString(1, COMMAND_TYPE);
            out.writeByteArray(2, command);
        });
        return message(out -> {
            out.writeEnum(1, DESCRIPTOR_TYPE_COMMAND);
            out.writeByteArray(DESCRIPTOR_COMMAND, any);
        });
    }

    /** A field of type bytes, string or message. */
    static Optional<ByteString> field(CodedInputStream in, int number) throws IOException {
        Optional<ByteString> found = Optional.empty();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean wanted = WireFormat.getTagFieldNumber(tag) == number
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (wanted) {
                found = Optional.of(in.readBytes());
            } else {
                in.skipField(tag);
            }
        }
        return found;
    }

    /** The answer to GetFlightInfo: the schema, and one endpoint without a location. */
    static byte[] info(Schema schema, byte[] descriptor, byte[] ticket) {
        return message(out -> {
            out.writeByteArray(INFO_SCHEMA, schemaMessage(schema));
            out.writeByteArray(INFO_DESCRIPTOR, descriptor);
            out.writeByteArray(INFO_ENDPOINT, endpoint(ticket));
            out.writeInt64(INFO_RECORDS, -1);
            out.writeInt64(INFO_BYTES, -1);
        });
    }

    /** A recorded answer with another ticket. */
    static byte[] withTicket(byte[] info, byte[] ticket) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(info);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == INFO_SCHEMA || field == INFO_DESCRIPTOR) {
                out.writeBytes(field, in.readBytes());
            } else if (field == INFO_RECORDS || field == INFO_BYTES) {
                out.writeInt64(field, in.readInt64());
            } else {
                in.skipField(tag);
            }
        }
        out.writeByteArray(INFO_ENDPOINT, endpoint(ticket));
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] endpoint(byte[] ticket) {
        return message(out -> out.writeByteArray(1, message(inner -> inner.writeByteArray(1, ticket))));
    }

    private static byte[] schemaMessage(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes fields. */
    interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
