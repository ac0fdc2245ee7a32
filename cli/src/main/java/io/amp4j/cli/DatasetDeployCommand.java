package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.DeployOptions;
import io.amp4j.client.admin.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amp datasets deploy}: schedules the job that fills a dataset, and waits for it if asked to. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp datasets deploy _/eth_rpc@1.0.0",
            "  amp datasets deploy _/eth_rpc@1.0.0 --end-block latest --parallelism 4",
            "  amp datasets deploy _/copy@dev --end-block 15000000 --wait --timeout 1h",
            "",
            "Ctrl+C ends the waiting, not the job: amp jobs stop ID does."
        })
final class DatasetDeployCommand extends AdminCommand {
    @Mixin
    private final DatasetsGroup.Ref ref = new DatasetsGroup.Ref();

    @Option(
            names = "--end-block",
            paramLabel = "BLOCK",
            description =
                    "The last block: a number, 'latest', or -N for N blocks behind it; without, the job has no end.")
    private @Nullable String endBlock;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many parts of the blocks are filled at the same time; for raw datasets.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--worker",
            paramLabel = "ID",
            description = "The worker that is to do it, or a pattern such as worker-eth-*.")
    private @Nullable String worker;

    @Option(
            names = "--verify",
            description = "Check the hashes of blocks before they are stored; for raw EVM datasets.")
    private boolean verify;

    @Option(names = "--wait", description = "Wait until the job has ended.")
    private boolean wait;

    @Mixin
    private final JobWatch watch = new JobWatch();

    DatasetDeployCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(AdminClient admin, Answer answer) {
        if (!wait && watch.isAsked()) {
            throw new AmpException(CliError.USAGE, "--timeout and --until-block are for --wait.");
        }
        Job job = admin.datasets().deploy(ref.get(), options());
        if (wait) {
            return watch.follow(job, console(), answer);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("job_id", job.id());
        json.put("dataset", ref.get());
        answer.done("job " + job.id() + " fills " + ref.get() + "; see amp jobs wait " + job.id(), json);
        return ExitCode.OK;
    }

    private DeployOptions options() {
        DeployOptions options = until();
        if (parallelism != null) {
            options = options.parallelism(parallelism);
        }
        if (worker != null) {
            options = options.worker(worker);
        }
        return verify ? options.verified() : options;
    }

    private DeployOptions until() {
        if (endBlock == null) {
            return DeployOptions.continuous();
        }
        if (endBlock.equalsIgnoreCase("latest")) {
            return DeployOptions.untilLatest();
        }
        try {
            long number = Long.parseLong(endBlock);
            return number < 0 ? DeployOptions.behindLatest(-number) : DeployOptions.untilBlock(number);
        } catch (NumberFormatException e) {
            throw new AmpException(
                    CliError.USAGE, "--end-block takes a number, 'latest' or -N, not '" + endBlock + "'.", e);
        }
    }
}
