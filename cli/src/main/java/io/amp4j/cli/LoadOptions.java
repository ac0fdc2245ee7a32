package io.amp4j.cli;

import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a table is loaded, from where to where; mixed in by each command that loads. */
final class LoadOptions {
    @Option(names = "--from-block", paramLabel = "N", description = "Begin the stream at this block.")
    private @Nullable Long fromBlock;

    @Option(
            names = "--to-block",
            paramLabel = "N",
            description = "End once everything up to this block is committed, and load no later rows.")
    private @Nullable Long toBlock;

    @Mixin
    private final SliceOptions slices = new SliceOptions();

    @Option(
            names = "--commit-interval",
            paramLabel = "TIME",
            description =
                    "How long a live load gathers microbatches before it commits, such as 500ms; 1s unless given.")
    private @Nullable String commitInterval;

    @Option(
            names = "--resume",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Go on behind the last commit, the default; --no-resume starts over, and first deletes the stream's rows.")
    private boolean resume = true;

    boolean areBounded() {
        return fromBlock != null || toBlock != null;
    }

    SliceOptions slices() {
        return slices;
    }

    void applyToBatch(LoadBuilder load) {
        load.resume(resume ? ResumePolicy.RESUME : ResumePolicy.START_OVER);
        if (commitInterval != null) {
            load.settings(Map.of("commit-interval", commitInterval));
        }
    }

    void applyToStream(LoadBuilder load) {
        applyToBatch(load);
        slices.apply(load);
        if (fromBlock != null) {
            load.fromBlock(fromBlock);
        }
        if (toBlock != null) {
            load.toBlock(toBlock);
        }
    }
}
