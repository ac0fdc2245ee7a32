package io.amp4j.cli;

import io.amp4j.cli.output.Format;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp query}: the result of one query, streamed to a file or to whoever reads. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp query --devnet \"SELECT block_num, hash FROM eth_rpc.blocks LIMIT 5\"",
            "  amp query --format csv --output logs.csv @logs.sql",
            "  amp query --format parquet --output logs.parquet \"SELECT * FROM eth_rpc.logs\"",
            "  echo \"SELECT count(*) AS n FROM eth_rpc.logs\" | amp query --json -",
            "  amp query --stream --from-block 1000 --json \"SELECT * FROM eth_rpc.logs\"",
            "  amp query --label tokens=tokens.csv:address=address:left \"SELECT address, data FROM eth_rpc.logs\""
        })
final class QueryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "SQL", description = "The query; @FILE reads it from a file, - from standard input.")
    private String sql = "";

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; table if nothing else is said.")
    private @Nullable Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file; unless with --stream, it appears when it is complete.")
    private @Nullable Path output;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "Stop after so many rows.")
    private @Nullable Long limit;

    @Option(
            names = {"-s", "--stream"},
            description = "Follow the chain until Ctrl+C; SETTINGS stream = true in the SQL does the same.")
    private boolean stream;

    @Option(names = "--from-block", paramLabel = "N", description = "Begin the stream at this block.")
    private @Nullable Long fromBlock;

    @Option(
            names = "--until-block",
            paramLabel = "N",
            description = "End the stream once everything up to this block has been seen.")
    private @Nullable Long untilBlock;

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    QueryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        common.configureLogging();
        String text = SqlText.read(sql, console);
        boolean live = stream || SqlText.asksForStream(text);
        check(live);
        try (Interruption interruption = Interruption.watch();
                LabelTables read = labels.read(line -> {});
                Server opened = server.open(console);
                BatchStream batches = run(read.join(opened.client().sql(text)), live);
                ResultTarget target = target(live)) {
            interruption.cancels(batches::cancel);
            Reorgs reorgs = new Reorgs(fromBlock == null ? 0 : fromBlock);
            Delivery delivery = new Delivery(console, common.color(), chosenFormat(live), target, reorgs);
            boolean complete = delivery.deliver(batches, limit == null ? Long.MAX_VALUE : limit, interruption);
            return (complete ? ExitCode.OK : ExitCode.INTERRUPTED).code();
        }
    }

    private void check(boolean live) {
        if (!live && (fromBlock != null || untilBlock != null)) {
            throw new AmpException(
                    CliError.USAGE, "--from-block and --until-block are for --stream; elsewhere use WHERE.");
        }
        if (isNegative(limit) || isNegative(fromBlock) || isNegative(untilBlock)) {
            throw new AmpException(CliError.USAGE, "--limit, --from-block and --until-block cannot be negative.");
        }
        if (!chosenFormat(live).isText() && output == null && console.outIsTerminal()) {
            throw new AmpException(
                    CliError.USAGE,
                    "This format is binary and would garble the terminal: add --output FILE, or pipe it.");
        }
        if (chosenFormat(live) == Format.parquet && live && untilBlock == null) {
            throw new AmpException(
                    CliError.USAGE,
                    "A Parquet file can be read once it is complete, and a stream has no end: add --until-block, or keep it with"
                            + " amp load --to parquet:DIRECTORY.");
        }
    }

    private static boolean isNegative(@Nullable Long number) {
        return number != null && number < 0;
    }

    private Format chosenFormat(boolean live) {
        if (format != null) {
            return format;
        }
        if (common.json()) {
            return live ? Format.jsonl : Format.json;
        }
        return Format.table;
    }

    private BatchStream run(Query query, boolean live) {
        if (!live) {
            return query.batches();
        }
        BatchStream batches = fromBlock == null ? query.stream(null) : StreamStart.at(query, fromBlock);
        return untilBlock == null ? batches : batches.until(untilBlock);
    }

    private ResultTarget target(boolean live) {
        if (output == null || output.toString().equals("-")) {
            return ResultTarget.standardOutput(console);
        }
        return live ? ResultTarget.growingFile(output) : ResultTarget.completeFile(output);
    }
}
