package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.admin.Job;
import io.amp4j.client.admin.JobProgress;
import io.amp4j.client.admin.JobWait;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Waits for a job and shows how far it is; mixed in by each command that can wait. */
final class JobWatch {
    private static final String CLEAR_LINE = "\r\033[K";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Wait no longer than this, such as 90s or 1h30m; the job goes on.")
    private @Nullable Duration timeout;

    @Option(names = "--until-block", paramLabel = "N", description = "Wait only until every table has this block.")
    private @Nullable Long untilBlock;

    @Option(
            names = "--poll",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeSpan.class,
            description = "How often to ask; ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofSeconds(1);

    /** Whether something was said that only makes sense for who waits. */
    boolean isAsked() {
        return timeout != null || untilBlock != null;
    }

    ExitCode follow(Job job, Console console, Answer answer) {
        try (Interruption interruption = Interruption.watch()) {
            interruption.cancels(Thread.currentThread()::interrupt);
            try {
                JobProgress done = job.await(wait(console, answer));
                clear(console);
                answer.done(words(done), done);
                return ExitCode.OK;
            } catch (AmpException e) {
                clear(console);
                if (e.code() == ClientError.CANCELLED && interruption.happened()) {
                    return ExitCode.INTERRUPTED;
                }
                throw e;
            }
        }
    }

    private JobWait wait(Console console, Answer answer) {
        JobWait wait = timeout == null ? JobWait.forEver() : JobWait.atMost(timeout);
        if (untilBlock != null) {
            wait = wait.untilBlock(untilBlock);
        }
        boolean shown = console.errIsTerminal() && !answer.isJson();
        return wait.every(interval).reporting(progress -> {
            if (shown) {
                console.err().print(CLEAR_LINE + words(progress));
                console.err().flush();
            }
        });
    }

    private static void clear(Console console) {
        if (console.errIsTerminal()) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
        }
    }

    private static String words(JobProgress progress) {
        String block = progress.block().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", every table up to block %,d",
                        progress.block().getAsLong())
                : "";
        return "job " + progress.jobId() + " is " + progress.status().text().toLowerCase(Locale.ROOT) + block;
    }
}
