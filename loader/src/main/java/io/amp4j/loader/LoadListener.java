package io.amp4j.loader;

/**
 * Hears what a load does. It is called on the load's own threads, one event after another, so it should be quick; what it throws is logged and
 * otherwise ignored.
 */
@FunctionalInterface
public interface LoadListener {
    /**
     * Something happened.
     *
     * @param event what happened
     */
    void on(LoadEvent event);
}
