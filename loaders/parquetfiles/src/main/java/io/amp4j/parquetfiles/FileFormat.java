package io.amp4j.parquetfiles;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.Compression;
import io.amp4j.parquet.ParquetError;
import io.amp4j.parquet.ParquetWriter;
import java.io.OutputStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How files are written.
 *
 * @param compression of the pages
 * @param fileBytes the size at which a file is full
 * @param rowGroupBytes the size at which a row group is full
 */
record FileFormat(Compression compression, long fileBytes, long rowGroupBytes) {
    private static final int EXACT_DIGITS = 38;

    /** A writer of a session's rows. */
    ParquetWriter writer(LoadRequest request, OutputStream out) {
        ParquetWriter.Builder builder = ParquetWriter.builder(out, request.schema())
                .compression(compression)
                .rowGroupBytes(rowGroupBytes)
                .constant(MarkerColumns.BATCH_ID);
        return withRanges(request)
                ? builder.constant(MarkerColumns.BLOCK_RANGES).build()
                : builder.build();
    }

    static boolean withRanges(LoadRequest request) {
        return request.metadata() == MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
    }

    /** Refuses what Parquet cannot keep without loss. */
    void check(LoadRequest request) {
        Schema schema = request.schema();
        schema.getFields().forEach(FileFormat::refuseLoss);
        try {
            writer(request, OutputStream.nullOutputStream()).close();
        } catch (AmpException e) {
            throw translated(e);
        }
    }

    /**
     * Parquet can say these, but its readers cannot: its intervals have milliseconds and no sign, and DuckDB and Spark round or refuse decimals of
     * more than 38 digits.
     */
    private static void refuseLoss(Field field) {
        ArrowType type = field.getType();
        boolean wide = type instanceof ArrowType.Decimal decimal && decimal.getPrecision() > EXACT_DIGITS;
        if (wide || type instanceof ArrowType.Interval) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + field.getName() + "' of type " + type
                            + " would not be read back exactly from Parquet by most engines. Cast it to text in the query, or leave it"
                            + " out");
        }
        field.getChildren().forEach(FileFormat::refuseLoss);
    }

    /** The writer's errors as the load engine knows them. */
    static AmpException translated(AmpException error) {
        if (!(error.code() instanceof ParquetError code)) {
            return error;
        }
        LoadError ours = switch (code) {
            case TYPE -> LoadError.UNSUPPORTED;
            case VALUE, NULL, SIZE -> LoadError.VALUE_REFUSED;
            case SCHEMA -> LoadError.SCHEMA_MISMATCH;
            case OPTION -> LoadError.CONFIG_INVALID;
            case IO -> LoadError.DESTINATION_UNAVAILABLE;
        };
        return new AmpException(ours, error.getMessage(), error);
    }
}
