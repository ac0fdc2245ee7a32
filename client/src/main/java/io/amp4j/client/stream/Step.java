package io.amp4j.client.stream;

import java.util.List;

/**
 * What a message means.
 *
 * @param position where the stream stands once the actions are done
 * @param actions what to do, in this order; none for what is already known
 */
public record Step(StreamPosition position, List<Action> actions) {
    /** Takes a copy of the list. */
    public Step {
        actions = List.copyOf(actions);
    }
}
