package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.parquet.Compression;
import io.amp4j.parquet.ParquetTarget;
import io.amp4j.parquet.ParquetWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Rows as Parquet files on the connection's temporary stage, copied in one statement. A file is written on the local disk first, since the
 * driver has to know its length, and is gone when it is put; the stage's files go with the copy, or at the latest with the connection.
 */
final class StagedRows implements RowWriter {
    static final String STAGE = "AMP4J_STAGE";
    static final String CREATE_STAGE = "CREATE TEMPORARY STAGE IF NOT EXISTS " + STAGE;

    /** Everything that is numbers, text or bytes as plainly as Parquet has it: the copy's expressions make the rest of it. */
    private static final ParquetTarget TARGET = new ParquetTarget(
            ParquetTarget.Times.MICROS_OR_NANOS,
            ParquetTarget.Unsigned.WIDEN,
            ParquetTarget.FixedBinary.PLAIN,
            ParquetTarget.HalfFloats.WIDEN,
            ParquetTarget.Loss.REFUSE,
            ParquetTarget.Extras.REFUSE,
            ParquetTarget.ArrowSchema.OMIT);

    private final TargetTable table;
    private final long fileBytes;
    private final Carriers carriers;
    private final String folder = UUID.randomUUID().toString();
    private final Path directory;
    private @Nullable ParquetWriter writer;
    private @Nullable Path file;
    private int files;

    StagedRows(TargetTable table, long fileBytes) {
        this.table = table;
        this.fileBytes = fileBytes;
        this.carriers = new Carriers(table.fields());
        try {
            this.directory = Files.createTempDirectory("amp4j-snowflake-");
        } catch (IOException e) {
            throw local(e);
        }
    }

    private static AmpException local(IOException e) {
        return new AmpException(
                LoadError.DESTINATION_EXHAUSTED,
                "the local disk, where staged files wait, failed: " + e.getMessage(),
                e);
    }

    @Override
    public void write(Connection connection, BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows)
            throws SQLException {
        ParquetWriter open = open();
        for (Map.Entry<String, @Nullable String> mark : table.marks(id, range).entrySet()) {
            open.constant(mark.getKey(), mark.getValue());
        }
        try (Carriers.Carried carried = carriers.of(rows)) {
            open.write(carried.root());
        }
        if (open.bytesWritten() + open.bytesBuffered() >= fileBytes) {
            put(connection);
        }
    }

    private ParquetWriter open() {
        ParquetWriter open = writer;
        if (open == null) {
            file = directory.resolve("rows-" + files++ + ".parquet");
            ParquetWriter.Builder builder = ParquetWriter.builder(file, carriers.schema())
                    .target(TARGET)
                    // The one codec that the documentation names for loading.
                    .compression(Compression.snappy());
            table.markers().forEach(builder::constant);
            open = builder.build();
            writer = open;
        }
        return open;
    }

    private void put(Connection connection) throws SQLException {
        ParquetWriter open = writer;
        Path full = file;
        if (open == null || full == null) {
            return;
        }
        open.finish();
        open.close();
        writer = null;
        put(connection, full);
        delete(full);
    }

    /** Where the server does not say where files go, the driver fails with whatever it stumbles over. */
    private void put(Connection connection, Path full) throws SQLException {
        String name = SnowflakeDialect.text(full.toUri().toString().replaceFirst("^file:/+", "file:///"));
        try {
            execute(connection, "PUT " + name + " @" + STAGE + "/" + folder + " AUTO_COMPRESS = FALSE");
        } catch (RuntimeException e) {
            throw new SQLException("the driver could not put a file on the stage: " + e, e);
        }
    }

    @Override
    public void finish(Connection connection) throws SQLException {
        put(connection);
        if (files > 0) {
            execute(connection, copy());
        }
    }

    private String copy() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < table.fields().size(); i++) {
            values.add(ColumnType.of(table.fields().get(i)).expression(Carriers.name(i)));
        }
        table.markers().forEach(marker -> values.add("$1:" + SnowflakeDialect.INSTANCE.quote(marker) + "::VARCHAR"));
        return "COPY INTO " + table.quoted() + " (" + table.columnList() + ") FROM (SELECT " + String.join(", ", values)
                + " FROM @" + STAGE
                + "/" + folder + "/) FILE_FORMAT = (TYPE = PARQUET BINARY_AS_TEXT = FALSE USE_LOGICAL_TYPE = TRUE)"
                + " ON_ERROR = ABORT_STATEMENT PURGE = TRUE";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ParquetWriter open = writer;
        if (open != null) {
            open.close();
            writer = null;
        }
        try {
            if (file != null) {
                delete(file);
            }
            delete(directory);
        } catch (UncheckedIOException e) {
            // What is left in the temporary directory is the operating system's to sweep.
        }
    }
}
