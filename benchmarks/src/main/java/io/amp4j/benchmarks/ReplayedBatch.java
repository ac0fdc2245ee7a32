package io.amp4j.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowBuffer;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A batch as it goes over the wire: nine columns of logs, about 200 bytes a row.
 *
 * @param schema the schema
 * @param schemaFrame the schema as a {@code FlightData}
 * @param frame the batch as a {@code FlightData}
 */
@SuppressWarnings("ArrayRecordComponent")
record ReplayedBatch(Schema schema, byte[] schemaFrame, byte[] frame) {
    private static final List<String> COLUMNS =
            List.of("_block_num", "timestamp", "tx_hash", "log_index", "address", "topic0", "topic1", "topic2", "data");
    private static final byte[] METADATA = ("{\"ranges\":[{\"network\":\"mainnet\",\"numbers\":{\"start\":15000000,"
                    + "\"end\":15000999},\"hash\":\"0x" + "ab".repeat(32) + "\",\"prev_hash\":\"0x" + "cd".repeat(32)
                    + "\"}],\"ranges_complete\":false}")
            .getBytes(StandardCharsets.UTF_8);
    private static final int HEADER = 2;
    private static final int APP_METADATA = 3;
    private static final int BODY = 1000;

    static ReplayedBatch of(int rows) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot all = Logs.batches(allocator, rows, rows).get(0)) {
            Stream<FieldVector> vectors = COLUMNS.stream().map(all::getVector);
            VectorSchemaRoot root = VectorSchemaRoot.of(vectors.toArray(FieldVector[]::new));
            byte[] schemaHeader = bytes(MessageSerializer.serializeMetadata(root.getSchema(), IpcOption.DEFAULT));
            byte[] schemaFrame = ReplayServer.message(out -> out.writeByteArray(HEADER, schemaHeader));
            return new ReplayedBatch(root.getSchema(), schemaFrame, frame(root));
        }
    }

    private static byte[] frame(VectorSchemaRoot root) {
        try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
            byte[] header = bytes(MessageSerializer.serializeMetadata(batch, IpcOption.DEFAULT));
            byte[] body = body(batch);
            return ReplayServer.message(out -> {
                out.writeByteArray(HEADER, header);
                out.writeByteArray(APP_METADATA, METADATA);
                out.writeByteArray(BODY, body);
            });
        }
    }

    private static byte[] body(ArrowRecordBatch batch) {
        byte[] body = new byte[(int) batch.computeBodyLength()];
        List<ArrowBuf> buffers = batch.getBuffers();
        List<ArrowBuffer> layout = batch.getBuffersLayout();
        for (int i = 0; i < buffers.size(); i++) {
            int length = (int) buffers.get(i).readableBytes();
            buffers.get(i).getBytes(0, body, (int) layout.get(i).getOffset(), length);
        }
        return body;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
