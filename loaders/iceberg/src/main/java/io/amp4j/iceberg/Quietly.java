package io.amp4j.iceberg;

import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleaning whose failure changes nothing: a file that no snapshot names is invisible, and goes with the next removal of orphans. */
final class Quietly {
    static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void delete(FileIO io, List<String> locations) {
        if (locations.isEmpty()) {
            return;
        }
        try {
            CatalogUtil.deleteFiles(io, locations, "uncommitted data");
        } catch (RuntimeException e) {
            LOG.warn("cannot delete {} files that were not committed: {}", locations.size(), e.toString());
        }
    }
}
