package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.amp4j.client.AmpException;
import io.amp4j.devnet.Devnet;
import io.amp4j.devnet.DevnetBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amp devnet}: a server that runs until it is interrupted. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp devnet",
            "  amp devnet --block-time 200ms --reorg-every 10 --reorg-depth 3",
            "  amp devnet --blocks 1000000 --block-time 0s --seed 7",
            "  amp devnet --dataset mainnet=./parquet --port 0 --json",
            "",
            "The same seed and options give the same chain. It listens on 127.0.0.1 only."
        })
final class DevnetCommand implements Callable<Integer> {
    private static final int PORT = 1602;
    private static final int ADMIN_PORT = 1610;

    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = {"-p", "--port"},
            paramLabel = "P",
            defaultValue = "" + PORT,
            description = "The port on 127.0.0.1; 0 takes a free one; ${DEFAULT-VALUE} unless given.")
    private int port = PORT;

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            description = "The port of the Admin API, the registry and the logins; 0 takes a free one; " + ADMIN_PORT
                    + " unless given, or a free one if --port is given.")
    private @Nullable Integer adminPort;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "100",
            description = "Blocks at the start; ${DEFAULT-VALUE}.")
    private long blocks;

    @Option(
            names = "--block-time",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeSpan.class,
            description = "How often a block is mined; 0s for a chain that stands still; ${DEFAULT-VALUE}.")
    private Duration blockTime = Duration.ZERO;

    @Option(
            names = "--reorg-every",
            paramLabel = "N",
            defaultValue = "0",
            description = "About one block time in N is a reorg; 0 for none; ${DEFAULT-VALUE}.")
    private int reorgEvery;

    @Option(
            names = "--reorg-depth",
            paramLabel = "D",
            defaultValue = "2",
            description = "How many blocks a reorg replaces at most; ${DEFAULT-VALUE}.")
    private int reorgDepth;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What the chain is made from; ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--dataset",
            paramLabel = "NAME=DIR",
            description = "Serve a folder of Parquet files as a dataset, too; may be repeated.")
    private Map<String, Path> datasets = Map.of();

    DevnetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        common.configureLogging();
        try (Interruption interruption = Interruption.watch();
                Devnet devnet = start()) {
            sayReady(devnet);
            interruption.await();
        }
        return ExitCode.INTERRUPTED.code();
    }

    private Devnet start() {
        try {
            DevnetBuilder builder = Devnet.builder()
                    .port(port)
                    .adminPort(adminPort())
                    .blocks(blocks)
                    .seed(seed)
                    .reorgEvery(reorgEvery)
                    .reorgDepth(reorgDepth);
            if (!blockTime.isZero()) {
                builder.blockTime(blockTime);
            }
            datasets.forEach(builder::dataset);
            return builder.start();
        } catch (IllegalArgumentException e) {
            throw new AmpException(CliError.USAGE, e.getMessage() + ".", e);
        }
    }

    private int adminPort() {
        if (adminPort != null) {
            return adminPort;
        }
        return port == PORT ? ADMIN_PORT : 0;
    }

    private void sayReady(Devnet devnet) {
        String ready = common.json() ? readyJson(devnet) : readyText(devnet);
        try {
            console.out().write((ready + "\n").getBytes(StandardCharsets.UTF_8));
            console.out().flush();
        } catch (IOException e) {
            throw StandardOutput.failed(e);
        }
    }

    private static String readyJson(Devnet devnet) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("url", devnet.url())
                .put("admin_url", devnet.adminUrl())
                .put("network", devnet.network())
                .put("head", devnet.head())
                .toString();
    }

    private String readyText(Devnet devnet) {
        String url = devnet.port() == PORT ? "" : " --url " + devnet.url();
        return """
                devnet is ready at %s, network %s, block %d%s. Ctrl+C stops it.
                Admin API, registry and logins are at %s.
                Try, in another terminal:
                  %s query%s "SELECT block_num, hash, timestamp FROM %s.blocks LIMIT 5"
                  %s query%s --stream "SELECT block_num, tx_hash, address FROM %s.logs"
                  %s datasets inspect%s _/%s
                """.formatted(
                devnet.url(),
                devnet.network(),
                devnet.head(),
                blockTime.isZero() ? "" : ", another every " + seconds(),
                devnet.adminUrl(),
                Amp.invocation(),
                url,
                DevnetBuilder.DATASET,
                Amp.invocation(),
                url,
                DevnetBuilder.DATASET,
                Amp.invocation(),
                adminUrl(devnet),
                DevnetBuilder.DATASET).stripTrailing();
    }

    private static String adminUrl(Devnet devnet) {
        return devnet.adminUrl().endsWith(":" + ADMIN_PORT) ? "" : " --admin-url " + devnet.adminUrl();
    }

    private String seconds() {
        return blockTime.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
