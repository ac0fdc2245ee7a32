package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a live load is cut into slices that are loaded in parallel. */
final class SliceOptions {
    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Load what is missing in N slices at once; the one at the top becomes the live stream.")
    private int parallel = 1;

    @Option(
            names = "--slice-size",
            paramLabel = "BLOCKS",
            description = "How many blocks a slice has; by default that follows from how dense their rows are.")
    private @Nullable Long sliceSize;

    @Option(
            names = "--catch-up-threshold",
            paramLabel = "BLOCKS",
            description = "Cut a live stream again that is this many blocks behind; two slices' worth unless given.")
    private @Nullable Long catchUpThreshold;

    boolean areGiven() {
        return parallel != 1 || sliceSize != null || catchUpThreshold != null;
    }

    boolean areParallel() {
        return parallel > 1;
    }

    void apply(LoadBuilder load) {
        if (parallel < 1) {
            throw new AmpException(CliError.USAGE, "--parallel takes a number from 1 on, not " + parallel + ".");
        }
        if (parallel == 1 && areGiven()) {
            throw new AmpException(CliError.USAGE, "--slice-size and --catch-up-threshold need --parallel N.");
        }
        load.parallel(parallel);
        if (sliceSize != null) {
            load.sliceSize(sliceSize);
        }
        if (catchUpThreshold != null) {
            load.catchUpThreshold(catchUpThreshold);
        }
    }
}
