package io.amp4j.loader.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The steps of a simulation, kept only when somebody will read them: a seed that fails is run again with a trace. */
final class Trace {
    private final boolean kept;
    private final List<String> steps = new ArrayList<>();

    Trace(boolean kept) {
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    void add(long nanos, Supplier<String> step) {
        if (kept) {
            steps.add("%8.3f s  ".formatted(nanos / 1e9) + step.get());
        }
    }

    List<String> steps() {
        return List.copyOf(steps);
    }
}
