package io.amp4j.loader.internal;

/**
 * What the workers of a job share.
 *
 * @param lock guards all of it
 * @param board what is held and worked on
 * @param planner says what to load next
 * @param headWatch when to ask how far the server's blocks go
 * @param failures what failed for good
 * @param events what there is to tell
 * @param job the job's wish to end, which reaches each slice
 */
record SharedSlices(
        SliceLock lock,
        SliceBoard board,
        SlicePlanner planner,
        HeadWatch headWatch,
        SliceFailures failures,
        SliceEvents events,
        CancelSignal job) {
    static SharedSlices of(JobSpec spec, JobMonitor monitor, CancelSignal job) {
        return new SharedSlices(
                new SliceLock(spec.clock()),
                new SliceBoard(spec.fromBlock()),
                new SlicePlanner(spec.slices(), spec.toBlock()),
                new HeadWatch(spec.clock()),
                new SliceFailures(),
                new SliceEvents(spec.slices(), monitor),
                job);
    }

    /** A slice was taken off the board. Called by who holds the lock. */
    void ended(Slice slice, boolean complete) {
        job.release(slice.stop());
        events.ended(slice, complete);
        lock.changed();
    }
}
