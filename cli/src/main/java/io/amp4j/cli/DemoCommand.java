package io.amp4j.cli;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import io.amp4j.devnet.Devnet;
import io.amp4j.devnet.DevnetBuilder;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.StreamControl;
import io.amp4j.loader.spi.TableName;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amp demo}: a chain that grows and reorganises, loaded live into DuckDB, and compared with the truth at the end. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp demo",
            "  amp demo --seconds 30 --seed 7 --db chain.duckdb",
            "  amp demo --db chain.duckdb        # again: it goes on where it stopped"
        })
final class DemoCommand implements Callable<Integer> {
    private static final String TABLE = "logs";
    private static final String SQL = "SELECT * FROM " + DevnetBuilder.DATASET + "." + TABLE;
    private static final int FIRST_BLOCKS = 50;
    private static final int REORG_EVERY = 6;
    private static final int REORG_DEPTH = 4;
    private static final Duration BLOCK_TIME = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(30);

    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "How long the chain grows; ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "What the chain is made from; 1, or what the file was begun with.")
    private @Nullable Long seed;

    @Option(names = "--db", paramLabel = "FILE", description = "The DuckDB file; a temporary one unless given.")
    private @Nullable Path db;

    @Option(names = "--keep", description = "Keep the temporary file.")
    private boolean keep;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        common.configureLogging();
        boolean temporary = db == null;
        Path file = db == null ? Files.createTempDirectory("amp-demo").resolve("chain.duckdb") : db;
        PrintStream out = new PrintStream(console.out(), false, StandardCharsets.UTF_8);
        try {
            return run(file, out);
        } finally {
            out.flush();
            if (temporary && !keep) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
                Files.deleteIfExists(file.getParent());
            }
        }
    }

    private int run(Path file, PrintStream out) {
        Optional<DemoFile.Chain> earlier = DemoFile.chain(file);
        DemoFile.Chain chain = earlier.orElse(DemoFile.Chain.begun(seed == null ? 1 : seed));
        if (seed != null && seed != chain.seed()) {
            throw new AmpException(
                    CliError.USAGE, file + " was begun with --seed " + chain.seed() + "; use that, or another file.");
        }
        say("1. a server with a chain of its own: " + BLOCK_TIME.toMillis() + " ms a block, a reorg about every "
                + REORG_EVERY + " blocks, seed " + chain.seed());
        try (Interruption interruption = Interruption.watch();
                Devnet devnet = start(chain)) {
            // The chain stands still until what it has is loaded, so that all of its growth is seen live.
            devnet.pause();
            DemoFile.remember(file, chain);
            loaded(file).ifPresent(block -> growTo(block, devnet, file));
            say("2. " + (earlier.isPresent() ? "resuming" : "loading") + ": " + SQL);
            LoadResult result = load(devnet, file, interruption);
            DemoFile.remember(file, new DemoFile.Chain(chain.seed(), devnet.tick()));
            if (interruption.happened()) {
                say("stopped; " + Amp.invocation() + " demo --db " + file + " goes on from here");
                return ExitCode.INTERRUPTED.code();
            }
            return prove(devnet, file, result, out);
        }
    }

    private static Devnet start(DemoFile.Chain chain) {
        DevnetBuilder builder = Devnet.builder()
                .port(0)
                .seed(chain.seed())
                .reorgEvery(REORG_EVERY)
                .reorgDepth(REORG_DEPTH)
                .microbatchBlocks(5)
                .blockTime(BLOCK_TIME);
        return (chain.tick() > 0 ? builder.tick(chain.tick()) : builder.blocks(FIRST_BLOCKS)).start();
    }

    /** The block up to which rows are there already. */
    private static Optional<BlockRef> loaded(Path file) {
        try (StreamControl control = StreamControl.at("duckdb:" + file, Map.of())) {
            return control.status(Optional.of(TableName.parse(TABLE))).stream()
                    .flatMap(status -> status.cursor().stream())
                    .flatMap(cursor -> cursor.blocks().values().stream())
                    .findFirst();
        }
    }

    /** A run that was killed noted nothing: the same chain had this block at one of its next ticks. */
    private static void growTo(BlockRef loaded, Devnet devnet, Path file) {
        while (!devnet.block(loaded.number()).equals(Optional.of(loaded))) {
            if (devnet.head() > loaded.number() + REORG_DEPTH) {
                throw new AmpException(CliError.USAGE, file + " holds rows of another chain; use another file.");
            }
            devnet.advance(1);
        }
    }

    private LoadResult load(Devnet devnet, Path file, Interruption interruption) {
        try (AmpClient client = AmpClient.connect(devnet.url());
                LoadDisplay display = LoadDisplay.of(console, common, "duckdb:" + file, TABLE);
                Load load = Loads.from(client.sql(SQL))
                        .to("duckdb:" + file)
                        .table(TABLE)
                        .commitInterval(BLOCK_TIME)
                        .listener(display)
                        .stream()) {
            interruption.cancels(load::cancel);
            catchUp(load, devnet, display);
            devnet.resume();
            watch(load, display, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
            devnet.pause();
            catchUp(load, devnet, display);
            load.cancel();
            LoadResult result = load.result().join();
            display.finished(result);
            return result;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void watch(Load load, LoadDisplay display, long until) {
        while (System.nanoTime() < until && !hasEnded(load)) {
            display.show(load.progress());
        }
    }

    private static void catchUp(Load load, Devnet devnet, LoadDisplay display) {
        long until = System.nanoTime() + CATCH_UP_LIMIT.toNanos();
        while (System.nanoTime() < until && !isAtHead(load.progress().cursor(), devnet) && !hasEnded(load)) {
            display.show(load.progress());
        }
    }

    private static boolean isAtHead(@Nullable Cursor cursor, Devnet devnet) {
        BlockRef loaded = cursor == null ? null : cursor.blocks().get(devnet.network());
        return Optional.ofNullable(loaded).equals(devnet.block(devnet.head()));
    }

    private static boolean hasEnded(Load load) {
        try {
            load.result().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (InterruptedException e) {
            load.cancel();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private int prove(Devnet devnet, Path file, LoadResult result, PrintStream out) {
        say("3. comparing the table with the canonical chain, row for row");
        DemoProof proof = DemoProof.of(file, devnet, DevnetBuilder.DATASET + "." + TABLE, TABLE);
        if (common.json()) {
            out.println(proof.json(result.reorgs(), file));
        } else {
            proof.print(out, devnet.head(), result.reorgs());
            out.println();
            out.println(
                    (db == null && !keep)
                            ? "The file was temporary; keep one with --db chain.duckdb."
                            : "The file: " + file);
            out.println("Next:");
            out.println(suggestions());
        }
        return proof.holds() ? ExitCode.OK.code() : ExitCode.DESTINATION.code();
    }

    private static String suggestions() {
        return """
                  amp demo --db chain.duckdb --seconds 20       # and again on the same file: it resumes
                  amp devnet --reorg-every 10                   # a server to try things on, and in another terminal:
                  amp load --stream --to duckdb:blocks.duckdb --table blocks "SELECT * FROM eth_rpc.blocks\"""".replace("amp ", Amp.invocation() + " ").indent(2).stripTrailing();
    }

    private void say(String line) {
        if (!common.json()) {
            console.err().println(line);
            console.err().flush();
        }
    }
}
