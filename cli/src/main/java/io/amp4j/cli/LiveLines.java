package io.amp4j.cli;

import io.amp4j.cli.output.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines on standard error: some stay, and below them, on a terminal, some change. These are cut to the terminal's width, as a line that wraps could
 * not be taken back, and to a number that any terminal has room for. Thread-safe.
 */
final class LiveLines {
    private static final String LINE_UP = "\033[A";
    private static final String CLEAR_TO_END = "\r\033[J";
    private static final int MOST = 18;

    private final Console console;
    private int shown;

    LiveLines(Console console) {
        this.console = console;
    }

    boolean isLive() {
        return console.errIsTerminal() && !"dumb".equals(console.environment().get("TERM"));
    }

    /** A line that stays. */
    synchronized void say(String line) {
        print(takeBack() + line + System.lineSeparator());
    }

    /** In place of the lines that were shown before. */
    synchronized void show(List<String> lines) {
        List<String> fit = new ArrayList<>();
        for (String line : lines.size() > MOST ? lines.subList(0, MOST - 1) : lines) {
            fit.add(DisplayWidth.fit(line, console.width() - 1));
        }
        if (lines.size() > MOST) {
            fit.add("  … and " + (lines.size() - fit.size()) + " more");
        }
        String back = takeBack();
        shown = fit.size();
        print(back + String.join("\n", fit));
    }

    synchronized void clear() {
        print(takeBack());
    }

    private String takeBack() {
        if (shown == 0) {
            return "";
        }
        String back = LINE_UP.repeat(shown - 1) + CLEAR_TO_END;
        shown = 0;
        return back;
    }

    /** In one piece, so that the terminal does not flicker. */
    private void print(String text) {
        console.err().print(text);
        console.err().flush();
    }
}
