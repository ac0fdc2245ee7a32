package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.Loads;
import io.amp4j.loader.SharedLoader;
import io.amp4j.loader.connection.DestinationAddress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amp sync}: all tables of a dataset go into a storage system, each as a stream of its own. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp sync _/eth_rpc --devnet --to duckdb:chain.duckdb",
            "  amp sync edgeandnode/ethereum@1.2.0 --tables blocks,logs --parallel 4 --to postgresql://me@localhost/chain",
            "  amp sync _/eth_rpc --to-block 17999999 --table-prefix eth_ --to duckdb:chain.duckdb",
            "",
            "Run again, each table goes on behind its last commit. A table that fails does not stop the others;",
            "the command then ends with that failure's exit code."
        })
final class SyncCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final AdminOptions server = new AdminOptions();

    @Mixin
    private final DestinationOptions destination = new DestinationOptions();

    @Mixin
    private final DatasetsGroup.Ref dataset = new DatasetsGroup.Ref();

    @Option(
            names = "--tables",
            paramLabel = "NAME",
            split = ",",
            description = "Only these tables; all of the dataset, as the Admin API says, unless given.")
    private List<String> tables = List.of();

    @Option(
            names = "--table-prefix",
            paramLabel = "TEXT",
            description = "What the tables' names begin with in the destination, such as eth_; SCHEMA. names a schema.")
    private String prefix = "";

    @Option(
            names = {"-s", "--stream"},
            description = "Follow the chain until Ctrl+C, or to --to-block: the default.")
    private boolean stream;

    @Option(
            names = "--batch",
            description = "Load what the tables hold now in place of what they held at the last time, and end.")
    private boolean batch;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--stop-on-error",
            description = "End as soon as one table, or a slice of it, fails for good; by default the others go on.")
    private boolean stopOnError;

    SyncCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        common.configureLogging();
        checkMode();
        DatasetRef asked = dataset.get();
        DestinationAddress to = destination.address(console);
        try (Interruption interruption = Interruption.watch();
                Server opened = server.open(console);
                SharedLoader shared = SharedLoader.at(to.uri(), to.settings());
                SyncDisplay display = SyncDisplay.of(console, common, to.label());
                SyncRun run = new SyncRun(display, stopOnError)) {
            interruption.cancels(run::cancel);
            SyncSource source = SyncSource.of(opened.client().admin(), asked, tables);
            display.began(source);
            for (String table : source.tables()) {
                LoadBuilder load = Loads.from(opened.client().sql(source.sql(table)))
                        .to(shared)
                        .table(prefix + table);
                run.add(table, load, this::start);
            }
            SyncReport report = run.await();
            display.finished(report);
            if (!report.failed().isEmpty()) {
                throw report.failure();
            }
            return (interruption.happened() ? ExitCode.INTERRUPTED : ExitCode.OK).code();
        }
    }

    private void checkMode() {
        if (batch && (stream || options.areBounded() || options.slices().areGiven())) {
            throw new AmpException(
                    CliError.USAGE,
                    "--stream, --from-block, --to-block and --parallel are for streams; --batch loads what is there now.");
        }
    }

    private Load start(LoadBuilder load) {
        if (batch) {
            options.applyToBatch(load);
            return load.overwrite();
        }
        if (stopOnError) {
            load.stopOnError();
        }
        options.applyToStream(load);
        return load.stream();
    }
}
