package io.amp4j.client.internal.decode;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Whether a stream's schema is the announced one: same columns, names and types. Dictionaries are an encoding, not a type; and what a planner
 * knows of nulls and metadata differs from what its executor does.
 */
final class SchemaMatch {
    private SchemaMatch() {}

    static boolean matches(List<Field> announced, List<Field> sent) {
        if (announced.size() != sent.size()) {
            return false;
        }
        for (int i = 0; i < sent.size(); i++) {
            if (!matches(announced.get(i), sent.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Field announced, Field sent) {
        return announced.getName().equals(sent.getName())
                && announced.getType().equals(sent.getType())
                && matches(announced.getChildren(), sent.getChildren());
    }
}
