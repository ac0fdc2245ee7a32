package io.amp4j.cli;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Where a result goes. A file appears under its name when {@link #complete()} is called, or never. */
final class ResultTarget implements AutoCloseable {
    private final OutputStream out;
    private final @Nullable Path temporary;
    private final @Nullable Path file;

    private ResultTarget(OutputStream out, @Nullable Path temporary, @Nullable Path file) {
        this.out = out;
        this.temporary = temporary;
        this.file = file;
    }

    static ResultTarget standardOutput(Console console) {
        return new ResultTarget(console.out(), null, null);
    }

    /** A file that can be read while it grows. */
    static ResultTarget growingFile(Path file) {
        try {
            return new ResultTarget(Files.newOutputStream(file), null, file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** A file that holds a whole result or does not exist; what is no regular file, such as a pipe, is written directly. */
    static ResultTarget completeFile(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return growingFile(file);
        }
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path temporary = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".amp");
            return new ResultTarget(Files.newOutputStream(temporary), temporary, target);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    OutputStream out() {
        return out;
    }

    boolean isFile() {
        return file != null;
    }

    /** The error for an output that cannot be written. */
    RuntimeException failed(IOException e) {
        return file == null ? StandardOutput.failed(e) : failed(file, e);
    }

    private static AmpException failed(Path file, IOException e) {
        return new AmpException(CliError.OUTPUT, "File '" + file + "' cannot be written: " + Reason.of(e) + ".", e);
    }

    /** All is written. */
    void complete() throws IOException {
        out.flush();
        if (temporary != null && file != null) {
            out.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        if (file == null) {
            return;
        }
        out.close();
        if (temporary != null) {
            Files.deleteIfExists(temporary);
        }
    }
}
