package io.amp4j.client.internal.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What {@code GetFlightInfo} answers, as far as a client needs it; and the few protobuf messages that are sent.
 *
 * @param schema the schema, as an encapsulated Arrow message
 * @param ticket what {@code DoGet} asks for
 */
@SuppressWarnings("ArrayRecordComponent")
public record FlightPlan(byte[] schema, byte[] ticket) {
    private static final String STATEMENT_TYPE = "type.googleapis.com/arrow.flight.protocol.sql.CommandStatementQuery";
    private static final int COMMAND = 2;
    private static final int SCHEMA_FIELD = 1;
    private static final int ENDPOINT_FIELD = 3;

    /** The descriptor of a SQL statement: a command, which is an {@code Any} that holds one string. */
    static byte[] descriptor(String sql) {
        byte[] statement = message(out -> out.writeByteArray(1, sql.getBytes(StandardCharsets.UTF_8)));
        byte[] any = message(out -> {
            out.writeString(1, STATEMENT_TYPE);
            out.writeByteArray(2, statement);
        });
        return message(out -> {
            out.writeEnum(1, COMMAND);
            out.writeByteArray(2, any);
        });
    }

    /** The request of {@code DoGet}. */
    byte[] ticketMessage() {
        return message(out -> out.writeByteArray(1, ticket));
    }

    /** Reads a {@code FlightInfo}. */
    static FlightPlan parse(byte[] info) {
        byte[] schema = {};
        byte[] endpoint = null;
        int endpoints = 0;
        try {
            CodedInputStream in = CodedInputStream.newInstance(info);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == bytesTag(SCHEMA_FIELD)) {
                    schema = in.readByteArray();
                } else if (tag == bytesTag(ENDPOINT_FIELD)) {
                    endpoint = in.readByteArray();
                    endpoints++;
                } else {
                    in.skipField(tag);
                }
            }
            if (endpoint == null || endpoints > 1) {
                throw notAmp("its plan has " + endpoints + " endpoints instead of one", null);
            }
            return new FlightPlan(schema, bytesField(bytesField(endpoint)));
        } catch (IOException e) {
            throw notAmp("its plan is not a FlightInfo", e);
        }
    }

    /** Field 1 of an endpoint is its ticket; field 1 of a ticket its bytes. */
    private static byte[] bytesField(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        byte[] found = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == bytesTag(1)) {
                found = in.readByteArray();
            } else {
                in.skipField(tag);
            }
        }
        return found;
    }

    private static int bytesTag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static AmpException notAmp(String why, @org.jspecify.annotations.Nullable IOException cause) {
        return new AmpException(
                ClientError.NOT_AMP_SERVER, "what answers is not an Amp server: " + why + "; check the address", cause);
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }
}
