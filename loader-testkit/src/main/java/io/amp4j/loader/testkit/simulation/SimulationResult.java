package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.stream.Reorg;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a seed went.
 *
 * @param seed the seed
 * @param failure what was wrong, or empty if all was right
 * @param rows how many rows the destination held at the end
 * @param jobs how many jobs it took
 * @param kills how many of them were killed
 * @param takeovers how many slept while another one took their place
 * @param slices how many slices they began, where they loaded several at once
 * @param commits how many units were committed
 * @param reorgs how many reorgs of each kind were undone
 * @param retries how many times a job recovered
 * @param repairs how many times a reorg reached below the retention, so that the load had to be repaired
 * @param ends how many jobs came to the last block that they were asked for
 * @param steps what happened, if it was asked for
 */
public record SimulationResult(
        long seed,
        Optional<String> failure,
        long rows,
        long jobs,
        long kills,
        long takeovers,
        long slices,
        long commits,
        Map<Reorg.Kind, Long> reorgs,
        long retries,
        long repairs,
        long ends,
        List<String> steps) {
    /** Takes copies of what it gathers. */
    public SimulationResult {
        reorgs = Map.copyOf(reorgs);
        steps = List.copyOf(steps);
    }
}
