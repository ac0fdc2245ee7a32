package io.amp4j.cli;

import io.amp4j.loader.RewindPlan;
import io.amp4j.loader.StreamControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code amp repair}: makes a stream load again from a block on, merged records and stray rows included. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp repair --to duckdb:chain.duckdb --table blocks --from-block 1000",
            "  amp repair --to duckdb:chain.duckdb --table blocks --from-block 1000 --yes"
        })
final class RepairCommand extends TakeBackCommand {
    @Option(
            names = "--from-block",
            required = true,
            paramLabel = "N",
            description = "The first block to load again; the microbatch that holds it goes as a whole.")
    private long fromBlock;

    RepairCommand(Console console) {
        super(console);
    }

    @Override
    RewindPlan plan(StreamControl control, String stream) {
        return control.planRepair(stream, fromBlock);
    }
}
