package io.amp4j.devnet;

import io.amp4j.client.AmpException;
import io.amp4j.devnet.internal.wire.Recorder;
import io.grpc.StatusRuntimeException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a server answered to one query, as it came off the wire: to be replayed in tests. Immutable.
 *
 * <p>The file begins with the eight bytes {@code AMPFLT01}. Then come records, each a four-byte big-endian length and as many
 * bytes: first the {@code FlightInfo} message, then each {@code FlightData} message in its order, in protobuf encoding,
 * without gRPC's own frame. The file ends behind a record.
 */
public final class Recording {
    private static final byte[] MAGIC = "AMPFLT01".getBytes(StandardCharsets.US_ASCII);

    private final byte[] info;
    private final List<byte[]> messages;

    /**
     * A recording of messages.
     *
     * @param info the answer to {@code GetFlightInfo}; its ticket is replaced when it is replayed
     * @param messages the answer to {@code DoGet}
     */
    public Recording(byte[] info, List<byte[]> messages) {
        this.info = info.clone();
        this.messages = messages.stream().map(byte[]::clone).toList();
    }

    /**
     * The answer to {@code GetFlightInfo}.
     *
     * @return a copy of the message
     */
    public byte[] info() {
        return info.clone();
    }

    /**
     * The answer to {@code DoGet}.
     *
     * @return copies of the messages, in their order
     */
    public List<byte[]> messages() {
        return messages.stream().map(byte[]::clone).toList();
    }

    /**
     * Asks a server, and keeps what it answers: a query that ends. For another credential or a stream, see
     * {@link #capture(String, String, Map, int)}.
     *
     * @param url such as {@code grpc://localhost:1602}; without TLS
     * @param sql the query
     * @return its answer
     * @throws AmpException if the server does not answer
     */
    public static Recording capture(String url, String sql) {
        return capture(url, sql, Map.of(), Integer.MAX_VALUE);
    }

    /**
     * Asks a server, and keeps the beginning of what it answers.
     *
     * @param url such as {@code grpc://localhost:1602}; without TLS
     * @param sql the query
     * @param headers sent with both calls, such as {@code amp-stream} and {@code authorization}
     * @param messages how many {@code FlightData} messages at most; then the call is cancelled
     * @return its answer
     * @throws AmpException if the server does not answer
     */
    public static Recording capture(String url, String sql, Map<String, String> headers, int messages) {
        try (Recorder recorder = new Recorder(URI.create(url), headers)) {
            byte[] info = recorder.info(sql);
            return new Recording(info, recorder.messages(info, messages));
        } catch (StatusRuntimeException | IOException e) {
            throw new AmpException(DevnetError.DATASET, url + " gives nothing to record: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a recording.
     *
     * @param file a file in the format above
     * @return the recording
     * @throws AmpException if the file cannot be read, or is no recording
     */
    public static Recording read(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException("it does not begin with " + new String(MAGIC, StandardCharsets.US_ASCII));
            }
            byte[] info = record(in, in.readInt());
            List<byte[]> messages = new ArrayList<>();
            for (byte[] length = in.readNBytes(Integer.BYTES);
                    length.length > 0;
                    length = in.readNBytes(Integer.BYTES)) {
                messages.add(record(in, length(length)));
            }
            return new Recording(info, messages);
        } catch (IOException e) {
            throw new AmpException(DevnetError.DATASET, file + " is no recording: " + e.getMessage(), e);
        }
    }

    private static int length(byte[] bytes) throws IOException {
        if (bytes.length < Integer.BYTES) {
            throw new IOException("it ends inside a record");
        }
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static byte[] record(DataInputStream in, int length) throws IOException {
        if (length < 0) {
            throw new IOException("a record has a negative length");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("it ends inside a record");
        }
        return bytes;
    }

    /**
     * Writes the recording.
     *
     * @param file the file, replaced if it is there
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(MAGIC);
            out.writeInt(info.length);
            out.write(info);
            for (byte[] message : messages) {
                out.writeInt(message.length);
                out.write(message);
            }
        }
    }
}
