package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;

/** A session whose every step can go wrong; a dead job's close does nothing, as a killed process says no goodbye. */
final class FaultySession implements LoadSession {
    private final LoadSession session;
    private final Faults faults;

    FaultySession(LoadSession session, Faults faults) {
        this.session = session;
        this.faults = faults;
    }

    @Override
    public StreamState opened() {
        return session.opened();
    }

    @Override
    public Unit begin() {
        faults.at("before begin");
        return new FaultyUnit(session.begin(), faults);
    }

    @Override
    public StreamState recover() {
        faults.at("before recovering");
        StreamState state = session.recover();
        faults.at("after recovering");
        return state;
    }

    @Override
    public void close() {
        if (!faults.isDead()) {
            session.close();
        }
    }
}
