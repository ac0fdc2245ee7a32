package io.amp4j.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Logs through parquet-java's public way of writing records. */
final class LogsWriteSupport extends WriteSupport<LogsWriteSupport.Row> {
    private static final MessageType SCHEMA = schema();

    private RecordConsumer consumer;

    /** A row of a batch. */
    static final class Row {
        private VectorSchemaRoot root;
        private int index;
    }

    static void write(List<VectorSchemaRoot> batches, Path file) throws Exception {
        PlainParquetConfiguration configuration = new PlainParquetConfiguration();
        configuration.setInt("parquet.compression.codec.zstd.level", 1);
        try (ParquetWriter<Row> writer = new Builder(new LocalOutputFile(file))
                .withConf(configuration)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            Row row = new Row();
            for (VectorSchemaRoot batch : batches) {
                row.root = batch;
                for (row.index = 0; row.index < batch.getRowCount(); row.index++) {
                    writer.write(row);
                }
            }
        }
    }

    private static MessageType schema() {
        return Types.buildMessage()
                .required(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.intType(64, false))
                .named("_block_num")
                .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(32)
                .named("block_hash")
                .required(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.intType(64, false))
                .named("block_num")
                .required(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.NANOS))
                .named("timestamp")
                .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(32)
                .named("tx_hash")
                .required(PrimitiveTypeName.INT32)
                .as(LogicalTypeAnnotation.intType(32, false))
                .named("tx_index")
                .required(PrimitiveTypeName.INT32)
                .as(LogicalTypeAnnotation.intType(32, false))
                .named("log_index")
                .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(20)
                .named("address")
                .optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(32)
                .named("topic0")
                .optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(32)
                .named("topic1")
                .optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(32)
                .named("topic2")
                .optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(32)
                .named("topic3")
                .required(PrimitiveTypeName.BINARY)
                .named("data")
                .named("logs");
    }

    @Override
    @SuppressWarnings("deprecation") // Still abstract there.
    public WriteContext init(Configuration configuration) {
        return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Row row) {
        consumer.startMessage();
        number(row, 0);
        fixed(row, 1);
        number(row, 2);
        consumer.startField("timestamp", 3);
        consumer.addLong(((TimeStampNanoTZVector) row.root.getVector(3)).get(row.index));
        consumer.endField("timestamp", 3);
        fixed(row, 4);
        small(row, 5);
        small(row, 6);
        for (int column = 7; column < 12; column++) {
            fixed(row, column);
        }
        consumer.startField("data", 12);
        consumer.addBinary(Binary.fromConstantByteArray(((VarBinaryVector) row.root.getVector(12)).get(row.index)));
        consumer.endField("data", 12);
        consumer.endMessage();
    }

    private void number(Row row, int column) {
        UInt8Vector vector = (UInt8Vector) row.root.getVector(column);
        consumer.startField(vector.getName(), column);
        consumer.addLong(vector.get(row.index));
        consumer.endField(vector.getName(), column);
    }

    private void small(Row row, int column) {
        UInt4Vector vector = (UInt4Vector) row.root.getVector(column);
        consumer.startField(vector.getName(), column);
        consumer.addInteger(vector.get(row.index));
        consumer.endField(vector.getName(), column);
    }

    private void fixed(Row row, int column) {
        FixedSizeBinaryVector vector = (FixedSizeBinaryVector) row.root.getVector(column);
        if (vector.isNull(row.index)) {
            return;
        }
        consumer.startField(vector.getName(), column);
        consumer.addBinary(Binary.fromConstantByteArray(vector.get(row.index)));
        consumer.endField(vector.getName(), column);
    }

    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        Builder(LocalOutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Still abstract there.
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return new LogsWriteSupport();
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
            return new LogsWriteSupport();
        }
    }
}
