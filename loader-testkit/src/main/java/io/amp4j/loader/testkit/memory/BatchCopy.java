package io.amp4j.loader.testkit.memory;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Copies rows of any type, buffer by buffer: what was written must not change when its writer reuses the vectors. */
final class BatchCopy {
    private BatchCopy() {}

    static VectorSchemaRoot of(VectorSchemaRoot rows, BufferAllocator allocator) {
        VectorSchemaRoot copy = VectorSchemaRoot.create(rows.getSchema(), allocator);
        try (ArrowRecordBatch shared = new VectorUnloader(rows).getRecordBatch();
                ArrowRecordBatch own = copy(shared, allocator)) {
            new VectorLoader(copy).load(own);
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private static ArrowRecordBatch copy(ArrowRecordBatch shared, BufferAllocator allocator) {
        List<ArrowBuf> buffers = new ArrayList<>();
        try {
            shared.getBuffers().forEach(buffer -> buffers.add(copy(buffer, allocator)));
            return new ArrowRecordBatch(
                    shared.getLength(),
                    shared.getNodes(),
                    buffers,
                    shared.getBodyCompression(),
                    shared.getVariadicBufferCounts(),
                    false);
        } finally {
            buffers.forEach(ArrowBuf::close); // the record batch holds them now
        }
    }

    private static ArrowBuf copy(ArrowBuf buffer, BufferAllocator allocator) {
        long length = buffer.readableBytes();
        ArrowBuf copy = allocator.buffer(length);
        copy.setBytes(0, buffer, buffer.readerIndex(), length);
        copy.writerIndex(length);
        return copy;
    }
}
