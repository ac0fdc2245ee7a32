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

/** Standard output that tells a reader who left from a disk that is full; {@code System.out} would hide both. */
final class StandardOutput extends OutputStream {
    private final OutputStream descriptor;

    private StandardOutput(OutputStream descriptor) {
        this.descriptor = descriptor;
    }

    static OutputStream ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    static PrintWriter errorsOfProcess() {
        return new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            descriptor.write(bytes, from, count);
        } catch (IOException e) {
            throw isRegularFile()
                    ? new AmpException(CliError.OUTPUT, "Standard output cannot be written: " + e.getMessage(), e)
                    : new ReaderGoneException(e);
        }
    }

    private static boolean isRegularFile() {
        return Files.isRegularFile(Path.of("/dev/stdout"));
    }
}
