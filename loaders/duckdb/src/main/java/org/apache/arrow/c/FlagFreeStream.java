package org.apache.arrow.c;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.c.jni.JniWrapper;
import org.apache.arrow.c.jni.PrivateData;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.NullMarked;

/**
 * Exports a reader through Arrow's C stream interface without a JVM flag.
 *
 * <p>Arrow's own export writes its structs through direct byte buffers, which need {@code --add-opens java.base/java.nio}. This one writes the same
 * structs, whose layout the <a href="https://arrow.apache.org/docs/format/CDataInterface.html">C data interface</a> fixes, by address. It stands in
 * Arrow's package because Arrow's native library calls back a class that is visible here only. Dictionaries are not exported.
 */
@NullMarked
public final class FlagFreeStream {
    /** The size of the struct {@code ArrowArrayStream}. */
    public static final long BYTES = 40;

    private static final long STREAM_RELEASE = 24;
    private static final long ARRAY_BYTES = 80;
    private static final long ARRAY_RELEASE = 64;
    private static final long SCHEMA_BYTES = 72;
    private static final int IO_ERROR = 5;

    private FlagFreeStream() {}

    /**
     * Exports a reader.
     *
     * @param allocator for the structs
     * @param reader what is read; closed when the stream is released
     * @param stream {@link #BYTES} of memory that becomes the stream
     */
    public static void export(BufferAllocator allocator, ArrowReader reader, ArrowBuf stream) {
        stream.setZero(0, BYTES);
        JniWrapper.get().exportArrayStream(stream.memoryAddress(), new Stream(allocator, reader));
    }

    /**
     * Releases a stream that nobody took over.
     *
     * @param stream the memory of the stream
     */
    public static void releaseIfOwned(ArrowBuf stream) {
        if (stream.getLong(STREAM_RELEASE) != 0) {
            JniWrapper.get().releaseArrayStream(stream.memoryAddress());
        }
    }

    /** What the native library calls. */
    private static final class Stream extends ArrayStreamExporter.ExportedArrayStreamPrivateData {
        Stream(BufferAllocator allocator, ArrowReader reader) {
            super(allocator, reader);
        }

        @Override
        int getNext(long array) {
            try {
                if (reader.loadNextBatch()) {
                    exportRoot(reader.getVectorSchemaRoot(), array);
                } else {
                    MemoryUtil.putLong(array + ARRAY_RELEASE, 0);
                }
                return 0;
            } catch (Exception | Error e) {
                return failed(e);
            }
        }

        @Override
        int getSchema(long schema) {
            try {
                List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
                exportSchema("", "+s", 0, fields, schema);
                return 0;
            } catch (Exception | Error e) {
                return failed(e);
            }
        }

        /** Nothing may be thrown into native code. */
        private int failed(Throwable error) {
            lastError = Objects.toString(error.getMessage(), error.toString()).getBytes(StandardCharsets.UTF_8);
            return IO_ERROR;
        }

        private void exportRoot(VectorSchemaRoot root, long array) {
            Owned owned = new Owned();
            try {
                ArrowBuf noValidity = owned.add(allocator.buffer(Long.BYTES));
                noValidity.writeLong(0);
                exportArray(root.getRowCount(), 0, noValidity, 1, root.getFieldVectors(), owned, array);
            } catch (Exception | Error e) {
                owned.close();
                throw e;
            }
        }

        private void exportVector(FieldVector vector, long array) {
            Owned owned = new Owned();
            try {
                int count = vector.getExportedCDataBufferCount();
                ArrowBuf addresses = owned.add(allocator.buffer((long) count * Long.BYTES));
                List<ArrowBuf> buffers = new ArrayList<>(count);
                vector.exportCDataBuffers(buffers, addresses, 0);
                buffers.forEach(owned::add);
                exportArray(
                        vector.getValueCount(),
                        vector.getNullCount(),
                        addresses,
                        count,
                        vector.getChildrenFromFields(),
                        owned,
                        array);
            } catch (Exception | Error e) {
                owned.close();
                throw e;
            }
        }

        private void exportArray(
                long length,
                long nulls,
                ArrowBuf buffers,
                long bufferCount,
                List<FieldVector> children,
                Owned owned,
                long array) {
            long[] structs = owned.structs(allocator, children.size(), ARRAY_BYTES);
            long[] values = {
                length,
                nulls,
                0,
                bufferCount,
                structs.length,
                buffers.memoryAddress(),
                owned.addressOf(allocator, structs)
            };
            write(array, values);
            JniWrapper.get().exportArray(array, owned);
            try {
                for (int i = 0; i < structs.length; i++) {
                    exportVector(children.get(i), structs[i]);
                }
            } catch (Exception | Error e) {
                JniWrapper.get().releaseArray(array);
                throw e;
            }
        }

        private void exportField(Field field, long schema) {
            exportSchema(
                    field.getName(),
                    Format.asString(field.getType()),
                    Flags.forField(field),
                    field.getChildren(),
                    schema);
        }

        private void exportSchema(String name, String format, long flags, List<Field> children, long schema) {
            Owned owned = new Owned();
            try {
                long formatAddress = owned.text(allocator, format);
                long nameAddress = owned.text(allocator, name);
                long[] structs = owned.structs(allocator, children.size(), SCHEMA_BYTES);
                long[] values = {
                    formatAddress, nameAddress, 0, flags, structs.length, owned.addressOf(allocator, structs)
                };
                write(schema, values);
                JniWrapper.get().exportSchema(schema, owned);
                exportFields(children, structs, schema);
            } catch (Exception | Error e) {
                owned.close();
                throw e;
            }
        }

        private void exportFields(List<Field> children, long[] structs, long schema) {
            try {
                for (int i = 0; i < structs.length; i++) {
                    exportField(children.get(i), structs[i]);
                }
            } catch (Exception | Error e) {
                JniWrapper.get().releaseSchema(schema);
                throw e;
            }
        }

        /** The members of a struct from its start, then zero for its dictionary and its release callback, which the native side sets. */
        private static void write(long struct, long[] values) {
            for (int i = 0; i < values.length; i++) {
                MemoryUtil.putLong(struct + (long) i * Long.BYTES, values[i]);
            }
            MemoryUtil.putLong(struct + (long) values.length * Long.BYTES, 0);
            MemoryUtil.putLong(struct + (values.length + 1L) * Long.BYTES, 0);
        }
    }

    /** Memory that lives until the struct that points to it is released. */
    private static final class Owned implements PrivateData {
        private final List<ArrowBuf> buffers = new ArrayList<>();

        ArrowBuf add(ArrowBuf buffer) {
            buffers.add(buffer);
            return buffer;
        }

        long text(BufferAllocator allocator, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ArrowBuf buffer = add(allocator.buffer(bytes.length + 1L));
            buffer.writeBytes(bytes);
            buffer.writeByte(0);
            return buffer.memoryAddress();
        }

        /** Zeroed structs, so that one that was never filled is taken for released. */
        long[] structs(BufferAllocator allocator, int count, long size) {
            long[] addresses = new long[count];
            if (count > 0) {
                ArrowBuf memory = add(allocator.buffer(count * size));
                memory.setZero(0, count * size);
                for (int i = 0; i < count; i++) {
                    addresses[i] = memory.memoryAddress() + i * size;
                }
            }
            return addresses;
        }

        long addressOf(BufferAllocator allocator, long[] addresses) {
            if (addresses.length == 0) {
                return 0;
            }
            ArrowBuf pointers = add(allocator.buffer((long) addresses.length * Long.BYTES));
            for (long address : addresses) {
                pointers.writeLong(address);
            }
            return pointers.memoryAddress();
        }

        /** Called by the native side when the struct is released; calling it again does nothing. */
        @Override
        public void close() {
            buffers.stream().filter(Objects::nonNull).forEach(ArrowBuf::close);
            buffers.clear();
        }
    }
}
