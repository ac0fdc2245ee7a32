package io.amp4j.benchmarks;

import io.amp4j.client.ArrowStreamOutput;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** PyIceberg in a process of its own, which has the rows in memory before the first load. */
final class PyIceberg implements AutoCloseable {
    private static final Path SCRIPT = Path.of("benchmarks/src/main/python/pyiceberg_write.py");

    private final Process process;
    private final BufferedReader answers;

    private PyIceberg(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static PyIceberg start(String python, Path folder, List<VectorSchemaRoot> batches) throws IOException {
        Path stream = folder.resolve("logs.arrows");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(stream));
                ArrowStreamOutput arrow = new ArrowStreamOutput(out, Logs.schema())) {
            for (VectorSchemaRoot batch : batches) {
                arrow.write(batch);
            }
        }
        ProcessBuilder builder = new ProcessBuilder(python, SCRIPT.toString(), folder.toString(), stream.toString());
        builder.environment().put("PYICEBERG_MAX_WORKERS", "1");
        PyIceberg rival = new PyIceberg(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        rival.await("ready");
        return rival;
    }

    void load() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        await("done");
    }

    private void await(String word) throws IOException {
        String line = answers.readLine();
        if (!word.equals(line)) {
            throw new IOException("PyIceberg says " + line);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
