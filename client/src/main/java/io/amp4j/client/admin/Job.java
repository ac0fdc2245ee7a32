package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.dataset.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One job, to look at, to wait for and to stop. Thread-safe; holds nothing that would have to be closed. */
public final class Job {
    /** So many looks in a row may fail. */
    private static final int PATIENCE = 30;

    private final Jobs jobs;
    private final long id;

    Job(Jobs jobs, long id) {
        this.jobs = jobs;
        this.id = id;
    }

    /**
     * The job's id.
     *
     * @return the id
     */
    public long id() {
        return id;
    }

    /**
     * What the job is and where it stands; asks the server.
     *
     * @return the job as it is now
     */
    public JobInfo info() {
        return jobs.get(id);
    }

    /**
     * How far it is; asks the server.
     *
     * @return the progress as it is now
     */
    public JobProgress progress() {
        return jobs.progress(id);
    }

    /**
     * What has happened to it; asks the server.
     *
     * @return the events, the oldest first
     */
    public List<JobEvent> events() {
        return jobs.events(id);
    }

    /** Asks the server to stop it. Does nothing to a job that has ended. */
    public void stop() {
        jobs.stop(id);
    }

    /**
     * Waits in this thread until the job has done what is waited for. A server that cannot be reached for a while is asked again.
     * Interrupting the thread ends the waiting, not the job; {@link #stop()} ends the job.
     *
     * @param wait how long, until what, and who is told
     * @return the progress at the end
     * @throws AmpException with code {@link AdminError#JOB_FAILED} or {@link AdminError#JOB_STOPPED} if the job ended otherwise,
     *     {@code AMP-DEADLINE} if the time was up, {@code AMP-CANCELLED} if the thread was interrupted
     */
    public JobProgress await(JobWait wait) {
        long start = System.nanoTime();
        int failures = 0;
        while (true) {
            try {
                JobProgress now = progress();
                failures = 0;
                wait.listener().accept(now);
                if (isDone(now, wait)) {
                    return now;
                }
            } catch (AmpException e) {
                failures++;
                if (!e.retryable() || failures > PATIENCE) {
                    throw e;
                }
            }
            pause(wait, start);
        }
    }

    private boolean isDone(JobProgress now, JobWait wait) {
        if (wait.block().isPresent()
                && now.block().orElse(Long.MIN_VALUE) >= wait.block().getAsLong()) {
            return true;
        }
        return switch (now.status().state()) {
            case COMPLETED -> true;
            case FAILED ->
                throw new AmpException(
                        AdminError.JOB_FAILED,
                        "job " + id + " failed"
                                + now.detail()
                                        .map(Json::toString)
                                        .map(": "::concat)
                                        .orElse(""));
            case STOPPED -> throw new AmpException(AdminError.JOB_STOPPED, "job " + id + " was stopped");
            default -> false;
        };
    }

    private void pause(JobWait wait, long start) {
        long nanos = wait.interval().toNanos();
        if (wait.limit().isPresent()) {
            Duration left = left(wait.limit().get(), start);
            if (left.isNegative() || left.isZero()) {
                throw new AmpException(
                        ClientError.DEADLINE,
                        "job " + id + " was not done within " + wait.limit().get() + "; it goes on");
            }
            nanos = Math.min(nanos, left.toNanos());
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(ClientError.CANCELLED, "waiting for job " + id + " was interrupted; it goes on", e);
        }
    }

    private static Duration left(Duration limit, long start) {
        return limit.minusNanos(System.nanoTime() - start);
    }

    /** Its id. */
    @Override
    public String toString() {
        return "Job[" + id + "]";
    }
}
