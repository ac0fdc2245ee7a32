package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.Query;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.connection.DestinationAddress;
import io.amp4j.loader.spi.LoadMode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp load}: what a query answers goes into a storage system, once or live, exactly once. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp load --devnet --stream --to duckdb:chain.duckdb --table blocks \"SELECT * FROM eth_rpc.blocks\"",
            "  amp load --stream --parallel 4 --to duckdb:chain.duckdb --table logs @logs.sql",
            "  amp load --to postgresql://me@localhost/chain --table logs --mode overwrite @logs.sql",
            "  amp load --stream --to duckdb:chain.duckdb --table transfers --label tokens=tokens.csv:address=token @transfers.sql",
            "",
            "A live load goes on where the last commit of the same stream left off; what a reorg makes void is deleted.",
            "A batch load with --load-id does nothing if that load was committed before."
        })
final class LoadCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final DestinationOptions destination = new DestinationOptions();

    @Parameters(paramLabel = "SQL", description = "The query; @FILE reads it from a file, - from standard input.")
    private String sql = "";

    @Option(
            names = {"-t", "--table"},
            required = true,
            paramLabel = "NAME",
            description = "The table to fill: table or schema.table; it is created if it is missing.")
    private String table = "";

    @Option(
            names = {"-s", "--stream"},
            description = "Follow the chain until Ctrl+C; SETTINGS stream = true in the SQL does the same.")
    private boolean stream;

    @Option(
            names = {"-m", "--mode"},
            paramLabel = "MODE",
            defaultValue = "append",
            description = "What a batch load does to the rows that are there: append, overwrite or upsert.")
    private String mode = "append";

    @Option(
            names = "--key",
            paramLabel = "COLUMN",
            split = ",",
            description = "The columns that identify a row, for --mode upsert.")
    private List<String> keyColumns = List.of();

    @Option(names = "--stream-id", paramLabel = "ID", description = "Names the stream; the table's name unless given.")
    private @Nullable String streamId;

    @Option(names = "--load-id", paramLabel = "ID", description = "Names a batch load: the same id again does nothing.")
    private @Nullable String loadId;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @Option(
            names = "--stop-on-error",
            description = "End as soon as one slice fails for good; by default the other slices are completed first.")
    private boolean stopOnError;

    LoadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        common.configureLogging();
        String text = SqlText.read(sql, console);
        boolean live = stream || SqlText.asksForStream(text);
        LoadMode chosen = chosenMode(live);
        DestinationAddress to = destination.address(console);
        try (Interruption interruption = Interruption.watch();
                LabelTables read = labels.read(this::tell);
                Server opened = server.open(console);
                LoadDisplay display = LoadDisplay.of(console, common, to.label(), table);
                Load load = start(
                        describe(read.join(opened.client().sql(text)), to, live).listener(display), chosen)) {
            interruption.cancels(load::cancel);
            display.follow(load);
            LoadResult result = load.result().join();
            display.finished(result);
            boolean cancelled = interruption.happened() && result.ending() == LoadResult.Ending.CANCELLED;
            return (cancelled ? ExitCode.INTERRUPTED : ExitCode.OK).code();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void tell(String line) {
        if (!common.json()) {
            console.err().println(line);
        }
    }

    private LoadMode chosenMode(boolean live) {
        if (!live) {
            if (options.areBounded()) {
                throw new AmpException(
                        CliError.USAGE, "--from-block and --to-block are for --stream; elsewhere use WHERE.");
            }
            if (options.slices().areGiven() || stopOnError) {
                throw new AmpException(CliError.USAGE, "--parallel is for --stream; a batch load is one unit.");
            }
            return batchMode();
        }
        if (stopOnError && !options.slices().areParallel()) {
            throw new AmpException(CliError.USAGE, "--stop-on-error needs --parallel N.");
        }
        if (!mode.equals("append") || loadId != null) {
            throw new AmpException(CliError.USAGE, "--mode and --load-id are for batch loads, not for --stream.");
        }
        return LoadMode.STREAM;
    }

    private LoadMode batchMode() {
        LoadMode batch = switch (mode.toLowerCase(Locale.ROOT)) {
            case "append" -> LoadMode.APPEND;
            case "overwrite" -> LoadMode.OVERWRITE;
            case "upsert" -> LoadMode.UPSERT;
            default ->
                throw new AmpException(CliError.USAGE, "--mode is append, overwrite or upsert, not '" + mode + "'.");
        };
        if ((batch == LoadMode.UPSERT) == keyColumns.isEmpty()) {
            throw new AmpException(CliError.USAGE, "--mode upsert and --key need each other.");
        }
        return batch;
    }

    private LoadBuilder describe(Query query, DestinationAddress to, boolean live) {
        LoadBuilder load =
                Loads.from(query).to(to.uri()).settings(to.settings()).table(table);
        if (streamId != null) {
            load.streamId(streamId);
        }
        if (loadId != null) {
            load.loadId(loadId);
        }
        if (stopOnError) {
            load.stopOnError();
        }
        if (live) {
            options.applyToStream(load);
        } else {
            options.applyToBatch(load);
        }
        return load;
    }

    private Load start(LoadBuilder load, LoadMode chosen) {
        return switch (chosen) {
            case STREAM -> load.stream();
            case APPEND -> load.append();
            case OVERWRITE -> load.overwrite();
            case UPSERT -> load.upsert(keyColumns.toArray(String[]::new));
        };
    }
}
