package io.amp4j.cli;

import io.amp4j.client.AmpException;

/**
 * What a check found.
 *
 * @param verdict how it ended
 * @param found what was found, in a line
 * @param advice what to do about it; empty where there is nothing to do, or {@code found} says it
 * @param exit what the process answers if this is its first failure
 */
record Finding(Verdict verdict, String found, String advice, ExitCode exit) {
    static Finding ok(String found) {
        return new Finding(Verdict.OK, found, "", ExitCode.OK);
    }

    static Finding warning(String found, String advice) {
        return new Finding(Verdict.WARNING, found, advice, ExitCode.OK);
    }

    static Finding skipped(String because) {
        return new Finding(Verdict.SKIPPED, because, "", ExitCode.OK);
    }

    static Finding failed(ExitCode exit, String found, String advice) {
        return new Finding(Verdict.FAILED, found, advice, exit);
    }

    /** A failure that has a code; its message begins with it, and mostly says the way out. */
    static Finding failed(AmpException e, String advice) {
        return failed(ExitCode.of(e.kind()), String.valueOf(e.getMessage()), advice);
    }
}
