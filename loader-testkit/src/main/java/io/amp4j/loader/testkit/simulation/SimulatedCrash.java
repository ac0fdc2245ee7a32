package io.amp4j.loader.testkit.simulation;

/** A process that dies: an error, so that nothing on its way takes it for a failure to recover from. */
final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String step) {
        super("killed " + step, null, false, false);
    }
}
