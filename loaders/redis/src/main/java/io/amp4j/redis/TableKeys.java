package io.amp4j.redis;

import io.amp4j.loader.spi.TableName;

/**
 * The keys that stand beside the rows of a table. All have the table's name for a hash tag, so that on a cluster they share a slot.
 *
 * @param table the table
 */
record TableKeys(TableName table) {
    /** The set of all tables. */
    static final String TABLES = "amp:tables";

    /** The state of a stream: a hash. */
    String stream(String streamId) {
        return of("stream:" + streamId);
    }

    /** How the rows stand, and which streams there are: a hash. */
    String descriptor() {
        return of("table");
    }

    /** Which attempt of which stream wrote a batch: a hash by batch id. */
    String batches() {
        return of("batches");
    }

    /** The rows of a batch: a list of keys, a set of members, or a hash that tells how they follow. */
    String index(BatchName name) {
        return of("index:" + name);
    }

    /** Members that several batches hold, and who: a hash. */
    String held() {
        return of("held");
    }

    /** What the names of a batch's staged rows begin with. */
    String staged(BatchName name) {
        return of("staged:" + name);
    }

    private String of(String what) {
        return "amp:{" + table + "}:" + what;
    }
}
