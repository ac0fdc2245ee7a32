package io.amp4j.benchmarks;

import java.util.List;

/** One benchmark. */
@FunctionalInterface
interface Benchmark {
    /**
     * Runs it.
     *
     * @param arguments what follows its name on the command line; the first, if there is one, is the number of rounds
     * @return a table in Markdown
     * @throws Exception if it fails
     */
    String run(List<String> arguments) throws Exception;

    /** The rounds that were asked for. */
    static int rounds(List<String> arguments) {
        return arguments.isEmpty() ? Rounds.FEWEST : Integer.parseInt(arguments.get(0));
    }
}
