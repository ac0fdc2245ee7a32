package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamState;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The opening of a session, in an order that survives a crash anywhere: admit, claim, end what older jobs run, read, clean up, write a
 * snapshot under the new epoch.
 */
final class Opening {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClickHouseHttp http;
    private final StateLog log;
    private final ClickHouseTable table;
    private final LoadRequest request;
    private final boolean withView;

    Opening(ClickHouseHttp http, StateLog log, ClickHouseTable table, LoadRequest request, boolean withView) {
        this.http = http;
        this.log = log;
        this.table = table;
        this.request = request;
        this.withView = withView;
    }

    LoadSession open() {
        admit(log.read(request.streamId()));
        log.create();
        Claim claim = nextClaim();
        StreamLog stream = new StreamLog(http, log, request.streamId(), Names.quote(table.name()), claim);
        stream.claim();
        stream.runningOfOtherJobs().end();
        LogView view = stream.read();
        if (!stream.isHeld(view)) {
            throw new AmpException(
                    LoadError.FENCED,
                    "another job opened stream '" + request.streamId() + "' at the same time, and holds it");
        }
        StreamState admitted = admit(view);
        table.prepare(request.tablePolicy());
        if (withView) {
            table.createView(log.quotedName());
        }
        clean(view, stream);
        StreamState state = begin(view, admitted, claim, stream);
        stream.trim(state.header().seq());
        return new ClickHouseSession(http, log, stream, table, request, state);
    }

    /** The state under the new epoch; where the user starts over, an empty one that names the rows to delete. */
    private StreamState begin(LogView view, StreamState admitted, Claim claim, StreamLog stream) {
        if (view.state().isEmpty() || request.resumePolicy() == ResumePolicy.RESUME) {
            StreamState state =
                    new StreamState(admitted.header().withEpoch(claim.epoch()), admitted.records(), admitted.loads());
            stream.snapshot(state, "", Sweep.none());
            return state;
        }
        StreamState state = StreamState.empty(request.newHeader(claim.epoch()));
        Sweep sweep = sweepOfStream(view.state().orElseThrow());
        String attempt = ClickHouseSession.newAttempt();
        stream.snapshot(state, attempt, sweep);
        table.remove(sweep.condition(), options(stream));
        stream.settled(0, StateLog.Entry.SWEPT, attempt);
        return state;
    }

    private StreamState admit(LogView view) {
        Admission.requireOwnTable(request, view.state(), table::isThere);
        StreamState admitted = Admission.admit(
                request,
                view.state(),
                () -> log.states(Optional.of(request.table())).isEmpty()
                        && ClickHouseTable.hasMarkedRows(http, table.name()));
        return table.isThere() ? admitted : Admission.withoutTable(request, admitted);
    }

    private Claim nextClaim() {
        long newest =
                log.read(request.streamId()).newestClaim().map(Claim::epoch).orElse(0L);
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return new Claim(newest + 1, HexFormat.of().formatHex(random));
    }

    /** Removes what dead jobs left: rows of attempts that will never commit, and rows that commits made void. */
    private void clean(LogView view, StreamLog stream) {
        table.removeAttempts(view.open(), options(stream));
        view.unswept().values().forEach(sweep -> table.remove(sweep.condition(), options(stream)));
        view.open().forEach(attempt -> stream.settled(0, StateLog.Entry.ABORTED, attempt));
        view.unswept().keySet().forEach(attempt -> stream.settled(0, StateLog.Entry.SWEPT, attempt));
    }

    private static Options options(StreamLog stream) {
        return stream.options("opening");
    }

    private Sweep sweepOfStream(StreamState state) {
        if (state.records().stream().noneMatch(record -> record.isMerged())) {
            return Sweep.ofAnyAttempt(state);
        }
        List<StreamState> others = log.states(Optional.of(request.table())).stream()
                .filter(other -> !other.header().streamId().equals(request.streamId()))
                .toList();
        return OtherStreams.allRowsBut(others, List.of());
    }
}
