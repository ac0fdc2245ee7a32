package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What becomes of a job's slices: said where it happens, and told once no lock is held, since a listener may ask for the load's progress. Of a load
 * that is not parallel nothing is said. Thread-safe.
 */
final class SliceEvents {
    private final JobMonitor monitor;
    private final boolean parallel;
    private final Queue<LoadEvent> said = new ConcurrentLinkedQueue<>();

    SliceEvents(SliceTerms terms, JobMonitor monitor) {
        this.monitor = monitor;
        this.parallel = terms.workers() > 1;
    }

    void began(Slice slice) {
        say(new LoadEvent.SliceBegan(slice.start(), slice.lastBlock()));
    }

    void ended(Slice slice, boolean complete) {
        say(new LoadEvent.SliceEnded(slice.start(), slice.lastBlock(), complete));
    }

    void failed(Slice slice, AmpException cause) {
        say(new LoadEvent.SliceFailed(slice.start(), cause));
    }

    void runAsOneStream(String reason) {
        say(new LoadEvent.RunsAsOneStream(reason));
    }

    private void say(LoadEvent event) {
        if (parallel) {
            said.add(event);
        }
    }

    void tell() {
        for (LoadEvent event = said.poll(); event != null; event = said.poll()) {
            monitor.tell(event);
        }
    }
}
