package io.amp4j.benchmarks;

import io.amp4j.parquet.ParquetTarget;
import io.amp4j.parquet.ParquetWriter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * PyPI's deltalake in a process of its own, with the same rows in its memory. It is started before the rounds and told when to write; one thread of
 * the operating system's processors is its own ({@code taskset}).
 */
final class DeltaPython implements AutoCloseable {
    private static final String SCRIPT = """
            import sys, shutil, pyarrow.parquet as pq
            from deltalake import write_deltalake, WriterProperties
            rows = pq.read_table(sys.argv[1])
            print("ready", flush=True)
            for line in sys.stdin:
                write_deltalake(sys.argv[2], rows, writer_properties=WriterProperties(compression="ZSTD", compression_level=1))
                print("done", flush=True)
                shutil.rmtree(sys.argv[2])
                print("gone", flush=True)
            """;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private DeltaPython(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    static DeltaPython start(String python, Path folder, List<VectorSchemaRoot> batches) throws IOException {
        Path rows = folder.resolve("rows.parquet");
        try (ParquetWriter writer = ParquetWriter.builder(rows, Logs.schema())
                .target(ParquetTarget.delta())
                .constant("_amp_batch_id")
                .build()) {
            writer.constant("_amp_batch_id", "00000000000000aa");
            batches.forEach(writer::write);
            writer.finish();
        }
        DeltaPython started = new DeltaPython(new ProcessBuilder(
                        "taskset",
                        "-c",
                        "0",
                        python,
                        "-c",
                        SCRIPT,
                        rows.toString(),
                        folder.resolve("python").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.expect("ready");
        Files.delete(rows);
        return started;
    }

    /** Writes the table, and deletes it. */
    void write() throws IOException {
        orders.write("write\n");
        orders.flush();
        expect("done");
        expect("gone");
    }

    private void expect(String answer) throws IOException {
        String line = answers.readLine();
        if (!answer.equals(line)) {
            throw new IOException("deltalake's process answers " + line + " and not " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        orders.close();
        process.destroy();
    }
}
