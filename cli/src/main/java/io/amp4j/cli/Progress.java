package io.amp4j.cli;

import java.util.Locale;

/** A line on standard error that counts rows while the result goes elsewhere; nothing unless a person looks. */
final class Progress {
    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final String CLEAR_LINE = "\r\033[K";

    private final Console console;
    private final boolean wanted;
    private long shownAt = System.nanoTime();
    private boolean visible;

    Progress(Console console, boolean wanted) {
        this.console = console;
        this.wanted = wanted && console.errIsTerminal();
    }

    void show(long rows) {
        long now = System.nanoTime();
        if (!wanted || now - shownAt < INTERVAL_NANOS) {
            return;
        }
        shownAt = now;
        visible = true;
        console.err().print(CLEAR_LINE + String.format(Locale.ROOT, "%,d rows", rows));
        console.err().flush();
    }

    void clear() {
        if (visible) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
            visible = false;
        }
    }
}
