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
        Claim claim = claim();
        RunningStatements.ofOtherJobs(http, request.streamId(), claim).end();
        LogView view = log.read(request.streamId());
        if (!view.newestClaim().equals(Optional.of(claim))) {
            throw new AmpException(
                    LoadError.FENCED,
                    "another job opened stream '" + request.streamId() + "' at the same time, and holds it");
        }
        StreamState admitted = admit(view);
        table.prepare(request.tablePolicy());
        if (withView) {
            table.createView(log.hiddenRows(request.streamId()));
        }
        clean(view, claim);
        StreamState state = begin(view, admitted, claim);
        log.trim(request.streamId(), claim, state.header().seq(), log.read(request.streamId()));
        return new ClickHouseSession(http, log, table, request, claim, state);
    }

    /** The state under the new epoch; where the user starts over, an empty one that names the rows to delete. */
    private StreamState begin(LogView view, StreamState admitted, Claim claim) {
        if (view.state().isEmpty() || request.resumePolicy() == ResumePolicy.RESUME) {
            StreamState state =
                    new StreamState(admitted.header().withEpoch(claim.epoch()), admitted.records(), admitted.loads());
            log.snapshot(request.streamId(), claim, state, "", Sweep.none());
            return state;
        }
        StreamState state = StreamState.empty(request.newHeader(claim.epoch()));
        Sweep sweep = sweepOfStream(view.state().orElseThrow());
        String attempt = ClickHouseSession.newAttempt();
        log.snapshot(request.streamId(), claim, state, attempt, sweep);
        table.delete(sweep.condition(), options(claim));
        log.settled(request.streamId(), claim, 0, StateLog.Entry.SWEPT, attempt);
        return state;
    }

    private StreamState admit(LogView view) {
        return Admission.admit(
                request,
                view.state(),
                () -> log.states(Optional.of(request.table())).isEmpty()
                        && ClickHouseTable.hasMarkedRows(http, table.name()));
    }

    private Claim claim() {
        long newest =
                log.read(request.streamId()).newestClaim().map(Claim::epoch).orElse(0L);
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        Claim claim = new Claim(newest + 1, HexFormat.of().formatHex(random));
        log.claim(request.streamId(), claim);
        return claim;
    }

    /** Deletes what dead jobs left: rows of attempts that will never commit, and rows that commits made void. */
    private void clean(LogView view, Claim claim) {
        table.deleteAttempts(view.open(), options(claim));
        view.unswept().values().forEach(sweep -> table.delete(sweep.condition(), options(claim)));
        view.open().forEach(attempt -> settled(claim, StateLog.Entry.ABORTED, attempt));
        view.unswept().keySet().forEach(attempt -> settled(claim, StateLog.Entry.SWEPT, attempt));
    }

    private void settled(Claim claim, StateLog.Entry entry, String attempt) {
        log.settled(request.streamId(), claim, 0, entry, attempt);
    }

    private Options options(Claim claim) {
        return log.bound(request.streamId(), claim).queryId(claim.queryId(request.streamId(), "opening"));
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
