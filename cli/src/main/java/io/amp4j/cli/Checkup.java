package io.amp4j.cli;

import io.amp4j.client.AmpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Makes checks one after the other, and tells of each as it ends. One that fails does not stop the others; those that stand on it are skipped. Each
 * has a time limit: one that does not end is left behind, on a thread that does not keep the process alive.
 */
final class Checkup {
    private final Duration limit;
    private final Consumer<Check> listener;
    private final List<Check> checks = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();

    Checkup(Duration limit, Consumer<Check> listener) {
        this.limit = limit;
        this.listener = listener;
    }

    /** Makes a check, unless one that it stands on failed, or was skipped for that reason. */
    Finding check(String name, Callable<Finding> work, String... standsOn) {
        for (String other : standsOn) {
            if (broken.contains(other)) {
                broken.add(name);
                return end(name, Finding.skipped("it stands on '" + other + "'"), Duration.ZERO);
            }
        }
        long started = System.nanoTime();
        Finding finding = limited(name, work);
        if (finding.verdict() == Verdict.FAILED) {
            broken.add(name);
        }
        return end(name, finding, Duration.ofNanos(System.nanoTime() - started));
    }

    private Finding end(String name, Finding finding, Duration took) {
        Check check = new Check(name, finding, took);
        checks.add(check);
        listener.accept(check);
        return finding;
    }

    /** Cleans up after checks, and gives up after the time that a check may take. What fails is no finding: what it left is looked for by others. */
    void tidy(Runnable work) {
        limited("tidying up", () -> {
            work.run();
            return Finding.ok("");
        });
    }

    private Finding limited(String name, Callable<Finding> work) {
        FutureTask<Finding> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "amp-doctor " + name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return Finding.failed(
                    ExitCode.SERVER,
                    "no end within " + limit.toMillis() / 1000.0 + " s",
                    "give it longer with --timeout if that is to be expected");
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return Finding.failed(ExitCode.INTERRUPTED, "interrupted", "");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        }
    }

    private static Finding failed(Throwable e) {
        return e instanceof AmpException known
                ? Finding.failed(known, "")
                : Finding.failed(ExitCode.INTERNAL, String.valueOf(e), "please report it");
    }

    List<Check> checks() {
        return checks;
    }

    long count(Verdict verdict) {
        return checks.stream().filter(check -> check.has(verdict)).count();
    }

    /** That of the first failure. */
    ExitCode exit() {
        Optional<Check> first =
                checks.stream().filter(check -> check.has(Verdict.FAILED)).findFirst();
        return first.map(check -> check.finding().exit()).orElse(ExitCode.OK);
    }
}
