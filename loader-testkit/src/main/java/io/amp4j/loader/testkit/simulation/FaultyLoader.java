package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.AmpException;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A loader whose every step can fail, take long, or be the job's last. */
final class FaultyLoader implements Loader {
    private final Loader loader;
    private final Faults faults;
    private final List<LoadSession> sessions = new ArrayList<>();

    FaultyLoader(Loader loader, Faults faults) {
        this.loader = loader;
        this.faults = faults;
    }

    @Override
    public LoaderTraits traits() {
        return loader.traits();
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        return loader.states(table);
    }

    @Override
    public void drop(TableName table) {
        loader.drop(table);
    }

    @Override
    public LoadSession open(LoadRequest request) {
        faults.at("before opening");
        LoadSession session = loader.open(request);
        sessions.add(session);
        try {
            faults.at("after opening");
        } catch (AmpException e) {
            session.close(); // an opening that fails leaves no session: it would lock the next try out
            throw e;
        }
        return new FaultySession(session, faults);
    }

    /** The end of the process, however it ended: the store notices that its connections are gone. */
    @Override
    public void close() {
        sessions.forEach(LoadSession::close);
        loader.close();
    }
}
