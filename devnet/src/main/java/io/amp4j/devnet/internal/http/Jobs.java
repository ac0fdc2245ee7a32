package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.devnet.internal.chain.Chain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** The jobs, moved on to the chain's tick whenever somebody looks. Thread-safe. */
final class Jobs {
    private static final long PARTS = 4;

    private final Chain chain;
    private final Revisions revisions;
    private final TreeMap<Long, Job> jobs = new TreeMap<>();
    private long lastId;

    Jobs(Chain chain, Revisions revisions) {
        this.chain = chain;
        this.revisions = revisions;
    }

    /** A continuous job that has caught up with the chain. */
    synchronized void running(Datasets.Found dataset) {
        long first = dataset.manifest().path("start_block").asLong(0);
        add(new Job.Order(dataset, first, -1, Long.MAX_VALUE / 2, WorkerRoutes.WORKER))
                .catchUp(chain.head());
    }

    /** A new job: a quarter of the chain a tick and part. */
    synchronized long schedule(Datasets.Found dataset, Optional<String> end, long parallelism, String worker) {
        long head = chain.head();
        long first = dataset.manifest().path("start_block").asLong(0);
        long step = Math.max(1, (head + PARTS) / PARTS) * parallelism;
        return add(new Job.Order(dataset, first, lastBlock(end, head), step, worker))
                .id();
    }

    private static long lastBlock(Optional<String> end, long head) {
        if (end.isEmpty()) {
            return -1;
        }
        String text = end.get();
        if (text.equals("latest")) {
            return head;
        }
        if (!text.matches("-?\\d{1,18}")) {
            throw HttpRefusal.badRequest("INVALID_BODY", "invalid end block: " + text);
        }
        long number = Long.parseLong(text);
        return number < 0 ? Math.max(0, head + number) : number;
    }

    private Job add(Job.Order order) {
        lastId++;
        Map<String, Long> locations = new LinkedHashMap<>();
        Manifests.tables(order.dataset().manifest())
                .forEach(table -> locations.put(table, revisions.writable(order.dataset(), table, lastId)));
        Job job = new Job(lastId, order, locations, chain.tick());
        jobs.put(lastId, job);
        return job;
    }

    private void advance() {
        long tick = chain.tick();
        long head = chain.head();
        jobs.values().forEach(job -> job.advance(tick, head));
    }

    /** The job, which nobody else may change while it is looked at. */
    synchronized <T> T with(long id, Function<Job, T> look) {
        advance();
        Job job = jobs.get(id);
        if (job == null) {
            throw HttpRefusal.notFound("JOB_NOT_FOUND", "job '" + id + "' not found");
        }
        return look.apply(job);
    }

    synchronized boolean isTerminal(long id) {
        advance();
        Job job = jobs.get(id);
        return job == null || job.isTerminal();
    }

    synchronized void fail(long id, String reason) {
        with(id, job -> {
            job.fail(reason);
            return job;
        });
    }

    /** The newest first. */
    synchronized List<JsonNode> list(Predicate<Job> wanted, long below, int limit) {
        advance();
        return jobs.headMap(below, false).descendingMap().values().stream()
                .filter(wanted)
                .limit(limit)
                .<JsonNode>map(Job::json)
                .toList();
    }

    synchronized void delete(long id) {
        advance();
        Job job = jobs.get(id);
        if (job != null && !job.isTerminal()) {
            throw HttpRefusal.conflict("JOB_CONFLICT", "job '" + id + "' is not in a terminal state");
        }
        jobs.remove(id);
    }

    synchronized void deleteAll(Predicate<Job> which) {
        advance();
        jobs.values().removeIf(job -> job.isTerminal() && which.test(job));
    }
}
