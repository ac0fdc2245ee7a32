package io.amp4j.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One run of the command inside this JVM: what it printed, and its exit code. */
record CommandRun(int code, ByteArrayOutputStream output, String err) {
    static CommandRun of(String... args) {
        return withInput("", args);
    }

    static CommandRun withInput(String input, String... args) {
        return run(input, false, args);
    }

    /** As if a person watched, on 80 columns. */
    static CommandRun onTerminal(String... args) {
        return run("", true, args);
    }

    private static CommandRun run(String input, boolean terminal, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintWriter(err, true),
                terminal,
                terminal,
                80,
                Map.of("NO_COLOR", "1"));
        int code = new Amp(console).run(args);
        return new CommandRun(code, out, err.toString());
    }

    String out() {
        return output.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return output.toByteArray();
    }
}
