package io.amp4j.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One run of the command inside this JVM: what it printed, and its exit code. */
record CommandRun(int code, ByteArrayOutputStream output, String err) {
    static CommandRun of(String... args) {
        return withInput("", args);
    }

    /** With environment variables, and something on standard input. */
    static CommandRun in(Map<String, String> environment, String input, String... args) {
        return run(environment, input, false, args);
    }

    static CommandRun withInput(String input, String... args) {
        return run(Map.of(), input, false, args);
    }

    /** As if a person watched, on 80 columns. */
    static CommandRun onTerminal(String... args) {
        return run(Map.of(), "", true, args);
    }

    private static CommandRun run(Map<String, String> environment, String input, boolean terminal, String... args) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("NO_COLOR", "1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintWriter(err, true),
                terminal,
                terminal,
                80,
                variables);
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
