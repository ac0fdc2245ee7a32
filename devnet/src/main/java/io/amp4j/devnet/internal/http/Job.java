package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job, moved on by the chain's ticks. Not thread-safe. */
final class Job {
    /** How a job was asked for. A last block of -1 is no end. */
    record Order(Datasets.Found dataset, long firstBlock, long lastBlock, long blocksPerTick, String worker) {
        ObjectNode json() {
            ObjectNode json = Reply.object()
                    .put("dataset_namespace", dataset.name().namespace())
                    .put("dataset_name", dataset.name().name())
                    .put("manifest_hash", dataset.hash());
            return lastBlock < 0 ? json.putNull("end_block") : json.put("end_block", lastBlock);
        }
    }

    private record Event(String type, Instant at) {}

    private static final long BYTES_PER_BLOCK = 2_000;
    private static final long BLOCKS_PER_FILE = 100;

    private final long id;
    private final Order order;
    private final Map<String, Long> locations;
    private final List<Event> events = new ArrayList<>();
    private long tick;
    private long block;
    private String status = "SCHEDULED";
    private @Nullable String failure;

    /** A job; the locations are those of its tables' revisions. */
    Job(long id, Order order, Map<String, Long> locations, long tick) {
        this.id = id;
        this.order = order;
        this.locations = locations;
        this.tick = tick;
        this.block = order.firstBlock() - 1;
        become("SCHEDULED");
    }

    long id() {
        return id;
    }

    String status() {
        return status;
    }

    boolean isTerminal() {
        return List.of("COMPLETED", "STOPPED", "FAILED").contains(status);
    }

    String hash() {
        return order.dataset().hash();
    }

    private void become(String next) {
        status = next;
        events.add(new Event(next, Instant.now()));
    }

    /** Starts as a job that has been at it for long. */
    void catchUp(long head) {
        become("RUNNING");
        block = head;
    }

    void advance(long now, long head) {
        for (; tick < now && !isTerminal(); tick++) {
            step(head);
        }
        tick = now;
    }

    private void step(long head) {
        if (status.equals("STOP_REQUESTED")) {
            become("STOPPED");
            return;
        }
        if (status.equals("SCHEDULED")) {
            become("RUNNING");
        }
        long end = order.lastBlock() < 0 ? head : order.lastBlock();
        block = Math.max(block, Math.min(Math.min(end, head), block + order.blocksPerTick()));
        if (order.lastBlock() >= 0 && block >= order.lastBlock()) {
            become("COMPLETED");
        }
    }

    void stop() {
        if (!isTerminal() && !status.equals("STOP_REQUESTED")) {
            become("STOP_REQUESTED");
        }
    }

    void fail(String reason) {
        if (!isTerminal()) {
            failure = reason;
            become("FAILED");
        }
    }

    ObjectNode json() {
        ObjectNode json = Reply.object()
                .put("id", id)
                .put("created_at", events.get(0).at().toString())
                .put("updated_at", events.get(events.size() - 1).at().toString())
                .put("node_id", order.worker())
                .put("status", status);
        json.set("descriptor", order.json());
        return json;
    }

    ObjectNode progress() {
        ObjectNode json = Reply.object().put("job_id", id).put("job_status", status);
        ObjectNode tables = json.putObject("tables");
        long blocks = block - order.firstBlock() + 1;
        locations.keySet().forEach(table -> {
            ObjectNode progress = tables.putObject(table)
                    .put("files_count", (blocks + BLOCKS_PER_FILE - 1) / BLOCKS_PER_FILE)
                    .put("total_size_bytes", blocks * BYTES_PER_BLOCK);
            if (blocks > 0) {
                progress.put("start_block", order.firstBlock()).put("current_block", block);
            } else {
                progress.putNull("start_block").putNull("current_block");
            }
        });
        if (failure != null) {
            json.putObject("detail").put("error_message", failure);
        }
        return json;
    }

    JsonNode events() {
        ObjectNode json = Reply.object().put("job_id", id);
        ArrayNode list = json.putArray("events");
        for (int i = 1; i <= events.size(); i++) {
            list.add(event(i));
        }
        return json;
    }

    ObjectNode event(long number) {
        if (number > events.size()) {
            throw HttpRefusal.notFound("EVENT_NOT_FOUND", "event " + number + " of job " + id + " not found");
        }
        Event event = events.get((int) number - 1);
        return Reply.object()
                .put("id", number)
                .put("event_type", event.type())
                .put("node_id", order.worker())
                .put("created_at", event.at().toString());
    }

    ObjectNode eventDetail(long number) {
        ObjectNode json = event(number).put("job_id", id);
        if (number == 1) {
            json.set("detail", order.json());
        }
        return json;
    }
}
