package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** {@code /jobs}. */
final class JobRoutes {
    private static final String BAD_ID = "INVALID_JOB_ID";
    private static final String BAD_QUERY = "INVALID_QUERY_PARAMETERS";
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 1000;

    private final Jobs jobs;

    JobRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "GET /jobs", this::list);
        routes.add(Access.SERVER, "DELETE /jobs", this::deleteAll);
        routes.add(Access.SERVER, "GET /jobs/{id}", call -> Reply.ok(jobs.with(id(call), Job::json)));
        routes.add(Access.SERVER, "DELETE /jobs/{id}", this::delete);
        routes.add(Access.SERVER, "PUT /jobs/{id}/stop", this::stop);
        routes.add(Access.SERVER, "GET /jobs/{id}/progress", call -> Reply.ok(jobs.with(id(call), Job::progress)));
        routes.add(Access.SERVER, "GET /jobs/{id}/events", call -> Reply.ok(jobs.with(id(call), Job::events)));
        routes.add(
                Access.SERVER,
                "GET /jobs/{id}/events/{event}",
                call -> Reply.ok(jobs.with(id(call), job -> job.eventDetail(call.id("event", BAD_ID)))));
    }

    private static long id(Request call) {
        return call.id("id", BAD_ID);
    }

    private Reply list(Request call) {
        int limit = call.query("limit", "\\d{1,9}", BAD_QUERY)
                .map(Integer::parseInt)
                .orElse(USUAL_PAGE);
        if (limit > LARGEST_PAGE) {
            throw HttpRefusal.badRequest("LIMIT_TOO_LARGE", "limit " + limit + " exceeds " + LARGEST_PAGE);
        }
        if (limit == 0) {
            throw HttpRefusal.badRequest("LIMIT_INVALID", "limit must be greater than 0");
        }
        long below = call.query("last_job_id", "\\d{1,18}", BAD_QUERY)
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
        Predicate<Job> wanted = status(call.query().getOrDefault("status", "active"));
        List<JsonNode> page = jobs.list(wanted, below, limit);
        ObjectNode answer = Reply.object();
        ArrayNode list = answer.putArray("jobs").addAll(page);
        boolean more = list.size() == limit && !jobs.list(wanted, last(page), 1).isEmpty();
        return Reply.ok(more ? answer.put("next_cursor", last(page)) : answer);
    }

    private static long last(List<JsonNode> page) {
        return page.get(page.size() - 1).path("id").asLong();
    }

    private static Predicate<Job> status(String filter) {
        if (filter.equals("all")) {
            return job -> true;
        }
        if (filter.equals("active")) {
            return job -> !job.isTerminal();
        }
        Set<String> wanted = Set.of(filter.toUpperCase(Locale.ROOT).split(","));
        return job -> wanted.contains(job.status());
    }

    private Reply deleteAll(Request call) {
        Predicate<Job> which = switch (call.query().getOrDefault("status", "")) {
            case "terminal" -> Job::isTerminal;
            case "completed" -> job -> job.status().equals("COMPLETED");
            case "stopped" -> job -> job.status().equals("STOPPED");
            case "error" -> job -> job.status().equals("FAILED");
            default -> throw HttpRefusal.badRequest("INVALID_QUERY_PARAM", "invalid or missing status");
        };
        jobs.deleteAll(which);
        return Reply.empty(204);
    }

    private Reply delete(Request call) {
        jobs.delete(id(call));
        return Reply.empty(204);
    }

    private Reply stop(Request call) {
        jobs.with(id(call), job -> {
            job.stop();
            return job;
        });
        return Reply.empty(200);
    }
}
