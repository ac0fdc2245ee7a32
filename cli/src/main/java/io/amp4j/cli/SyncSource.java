package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.AdminError;
import io.amp4j.client.admin.DatasetVersions;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a sync reads.
 *
 * @param dataset the dataset at a revision that stays what it is, so that a sync that is run again goes on with the same rows
 * @param tables the names of its tables
 */
record SyncSource(DatasetRef dataset, List<String> tables) {
    private static final Set<ClientError> NOT_THERE =
            Set.of(ClientError.UNAVAILABLE, ClientError.NOT_AMP_SERVER, ClientError.DEADLINE);

    /**
     * Asks the Admin API for what was not said: the tables, and what {@code latest} or {@code dev} is just now.
     *
     * @param admin the Admin API
     * @param asked the dataset as the user wrote it
     * @param named the tables that the user named; empty for all
     */
    static SyncSource of(AdminClient admin, DatasetRef asked, List<String> named) {
        try {
            DatasetRef fixed = fixed(admin, asked);
            List<String> tables = named.isEmpty() ? admin.datasets().get(fixed).tables() : List.copyOf(named);
            if (tables.isEmpty()) {
                throw new AmpException(CliError.INPUT, "dataset " + fixed + " has no tables.");
            }
            return new SyncSource(fixed, tables);
        } catch (AmpException e) {
            if (e.code() instanceof ClientError code && NOT_THERE.contains(code)) {
                throw new AmpException(
                        code,
                        e.getMessage() + "\nThe Admin API knows a dataset's tables and its latest version; without it,"
                                + " write both: NAMESPACE/NAME@VERSION --tables a,b.",
                        e);
            }
            throw e;
        }
    }

    private static DatasetRef fixed(AdminClient admin, DatasetRef asked) {
        boolean moves =
                asked.revision().equals(DatasetRef.LATEST) || asked.revision().equals(DatasetRef.DEV);
        if (!moves) {
            return asked;
        }
        DatasetName name = asked.dataset();
        DatasetVersions versions = admin.datasets().versions(name);
        Optional<String> now = asked.revision().equals(DatasetRef.LATEST) ? versions.latest() : versions.dev();
        return now.map(name::at)
                .orElseThrow(() -> new AmpException(
                        AdminError.DATASET_NOT_FOUND,
                        "there is no dataset " + asked + "; amp datasets list shows what there is"));
    }

    /** The query of a table. */
    String sql(String table) {
        return "SELECT * FROM " + quoted(dataset.toString()) + "." + quoted(table);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
