package io.amp4j.cli;

import io.amp4j.client.AmpException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's output, raw: {@code System.out} would hide that a write failed. */
final class StandardOutput {
    private static final Path DEVICE = Path.of("/dev/stdout");

    private StandardOutput() {}

    static OutputStream ofProcess() {
        return new FileOutputStream(FileDescriptor.out);
    }

    static PrintWriter errorsOfProcess() {
        return new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }

    /** What a failed write means: of a file, that the disk is full or the like; of anything else, that its reader has left. */
    static RuntimeException failed(IOException e) {
        return Files.isRegularFile(DEVICE)
                ? new AmpException(CliError.OUTPUT, "Standard output cannot be written: " + Reason.of(e) + ".", e)
                : new ReaderGoneException(e);
    }
}
