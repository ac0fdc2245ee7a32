package io.amp4j.cli;

import io.amp4j.cli.output.TableLook;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command talks to. The launcher knows the terminal, as Java cannot ask before version 22, and passes it on in system
 * properties.
 *
 * @param in standard input
 * @param out standard output, raw: a failing write throws
 * @param err for people: errors, progress, summaries
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param width the terminal's columns
 * @param environment the environment variables
 */
record Console(
        InputStream in,
        OutputStream out,
        PrintWriter err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int width,
        Map<String, String> environment) {
    private static final int USUAL_WIDTH = 80;

    /** The process's own. */
    static Console ofProcess() {
        return new Console(
                System.in,
                StandardOutput.ofProcess(),
                StandardOutput.errorsOfProcess(),
                Boolean.getBoolean("amp.terminal.out"),
                Boolean.getBoolean("amp.terminal.err"),
                Integer.getInteger("amp.terminal.width", USUAL_WIDTH),
                System.getenv());
    }

    boolean colors(ColorChoice choice) {
        return choice.applies(outIsTerminal, environment);
    }

    boolean errColors(ColorChoice choice) {
        return choice.applies(errIsTerminal, environment);
    }

    TableLook look(ColorChoice choice) {
        return new TableLook(outIsTerminal ? width : TableLook.UNLIMITED, colors(choice));
    }
}
