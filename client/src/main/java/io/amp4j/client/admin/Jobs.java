package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The jobs of a server. Thread-safe. Each method makes one call, and fails with a code of {@link AdminError} or a general one. */
public final class Jobs {
    private final JsonHttp http;

    Jobs(JsonHttp http) {
        this.http = http;
    }

    /**
     * One page of jobs.
     *
     * @param filter which, and from where on
     * @return the page
     */
    public JobPage page(JobFilter filter) {
        var call = http.get("jobs").query("status", filter.status());
        filter.pageSize().ifPresent(size -> call.query("limit", size));
        filter.after().ifPresent(cursor -> call.query("last_job_id", cursor));
        return JobPage.of(call.answer());
    }

    /**
     * All jobs that a filter wants, page after page as they are read.
     *
     * @param filter which, and from where on
     * @return the jobs; reading them may fail as {@link #page} does
     */
    public Stream<JobInfo> list(JobFilter filter) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages(filter), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    /** Reads a page when the one before is used up. */
    private final class Pages implements Iterator<JobInfo> {
        private @Nullable JobFilter next;
        private Iterator<JobInfo> page = List.<JobInfo>of().iterator();

        Pages(JobFilter first) {
            next = first;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && next != null) {
                JobFilter asked = next;
                JobPage answer = page(asked);
                page = answer.jobs().iterator();
                // A server that repeats a cursor would be asked for ever.
                boolean more = answer.next().isPresent() && !answer.next().equals(asked.after());
                next = more ? asked.after(answer.next().getAsLong()) : null;
            }
            return page.hasNext();
        }

        @Override
        public JobInfo next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }

    /**
     * A handle on a job; asks nothing.
     *
     * @param id the job's id
     * @return the handle
     */
    public Job job(long id) {
        return new Job(this, id);
    }

    /**
     * A job as it is now.
     *
     * @param id its id
     * @return the job
     * @throws AmpException with code {@link AdminError#JOB_NOT_FOUND} if there is none
     */
    public JobInfo get(long id) {
        return JobInfo.of(http.get("jobs", String.valueOf(id)).answer());
    }

    /**
     * How far a job is.
     *
     * @param id its id
     * @return the progress of each of its tables
     * @throws AmpException with code {@link AdminError#JOB_NOT_FOUND} if there is none
     */
    public JobProgress progress(long id) {
        return JobProgress.of(http.get("jobs", String.valueOf(id), "progress").answer());
    }

    /**
     * What has happened to a job.
     *
     * @param id its id
     * @return the events, the oldest first, without their details
     * @throws AmpException with code {@link AdminError#JOB_NOT_FOUND} if there is none
     */
    public List<JobEvent> events(long id) {
        return http.get("jobs", String.valueOf(id), "events").answer().list("events", JobEvent::of);
    }

    /**
     * One event with its details.
     *
     * @param id the job's id
     * @param event the event's id
     * @return the event
     * @throws AmpException with code {@link AdminError#JOB_NOT_FOUND} or {@link AdminError#EVENT_NOT_FOUND}
     */
    public JobEvent event(long id, long event) {
        return JobEvent.of(http.get("jobs", String.valueOf(id), "events", String.valueOf(event))
                .answer());
    }

    /**
     * Asks the server to stop a job. Does nothing to a job that has ended.
     *
     * @param id its id
     * @throws AmpException with code {@link AdminError#JOB_NOT_FOUND} if there is none
     */
    public void stop(long id) {
        http.put("jobs", String.valueOf(id), "stop").run();
    }

    /**
     * Deletes a job that has ended. One that is not there is no error.
     *
     * @param id its id
     * @throws AmpException with code {@link AdminError#JOB_CONFLICT} if it has not ended
     */
    public void delete(long id) {
        http.delete("jobs", String.valueOf(id)).run();
    }

    /**
     * Deletes jobs that have ended.
     *
     * @param which which of them
     */
    public void deleteAll(JobCleanup which) {
        http.delete("jobs").query("status", which.query()).run();
    }
}
