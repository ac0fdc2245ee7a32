package io.amp4j.cli;

import io.amp4j.loader.RewindPlan;
import io.amp4j.loader.StreamControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code amp rewind}: takes a stream back, so that nothing after a block is left. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp rewind --to duckdb:chain.duckdb --table blocks --to-block 1000",
            "  amp rewind --to duckdb:chain.duckdb --table blocks --to-block 1000 --yes"
        })
final class RewindCommand extends TakeBackCommand {
    @Option(
            names = "--to-block",
            required = true,
            paramLabel = "N",
            description = "The last block to keep; -1 keeps none. A microbatch that goes further goes as a whole.")
    private long toBlock;

    RewindCommand(Console console) {
        super(console);
    }

    @Override
    RewindPlan plan(StreamControl control, String stream) {
        return control.planRewind(stream, toBlock);
    }
}
