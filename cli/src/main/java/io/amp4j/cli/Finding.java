package io.amp4j.cli;

import io.amp4j.client.AmpException;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param verdict how it ended
 * @param found what was found, in a line
 * @param advice what to do about it; empty where there is nothing to do, or {@code found} says it
 * @param code the code of the error behind it, or null
 * @param exit what the process answers if this is its first failure
 */
record Finding(
        Verdict verdict,
        String found,
        String advice,
        @Nullable String code,
        ExitCode exit) {
    static Finding ok(String found) {
        return new Finding(Verdict.OK, found, "", null, ExitCode.OK);
    }

    static Finding warning(String found, String advice) {
        return new Finding(Verdict.WARNING, found, advice, null, ExitCode.OK);
    }

    static Finding skipped(String because) {
        return new Finding(Verdict.SKIPPED, because, "", null, ExitCode.OK);
    }

    static Finding failed(ExitCode exit, String found, String advice) {
        return new Finding(Verdict.FAILED, found, advice, null, exit);
    }

    /** A failure that has a code; its words mostly say the way out. */
    static Finding failed(AmpException e, String advice) {
        return new Finding(Verdict.FAILED, e.detail(), advice, e.code().id(), ExitCode.of(e.kind()));
    }
}
