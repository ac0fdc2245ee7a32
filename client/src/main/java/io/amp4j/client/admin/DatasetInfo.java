package io.amp4j.client.admin;

import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.internal.http.Fields;
import java.util.List;

/**
 * A dataset at a revision.
 *
 * @param ref which, with the revision as it was asked for
 * @param manifestHash the hash of what it is made from
 * @param kind such as {@code evm-rpc}, or {@code manifest} for a derived one
 * @param startBlock its first block
 * @param finalizedBlocksOnly whether it waits until blocks are final
 * @param tables the names of its tables
 */
public record DatasetInfo(
        DatasetRef ref,
        String manifestHash,
        String kind,
        long startBlock,
        boolean finalizedBlocksOnly,
        List<String> tables) {
    static DatasetInfo of(Fields fields) {
        return of(fields, fields.text("revision"));
    }

    static DatasetInfo of(Fields fields, String revision) {
        return new DatasetInfo(
                new DatasetName(fields.text("namespace"), fields.text("name")).at(revision),
                fields.text("manifest_hash"),
                fields.text("kind"),
                fields.number("start_block"),
                fields.truth("finalized_blocks_only"),
                fields.texts("tables"));
    }
}
