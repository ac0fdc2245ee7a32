package io.amp4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** For what cannot be taken back: it is only shown, until it is said to be done. */
final class Confirmation {
    @Option(names = "--yes", description = "Do it; without, the command only shows what it would do.")
    private boolean confirmed;

    /** Does something, or says that it would. */
    ExitCode act(String what, Map<String, ?> about, Answer answer, Runnable action) {
        Map<String, Object> json = new LinkedHashMap<>(about);
        json.put("done", confirmed);
        if (confirmed) {
            action.run();
            answer.done("done: " + what, json);
        } else {
            answer.done("would " + what + "; nothing is changed yet, add --yes to do it", json);
        }
        return ExitCode.OK;
    }
}
