package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TwoWritersTest extends LoaderTest {
    private static final BlockRange OLD = Blocks.range("old", 0, 9);
    private static final BlockRange NEW = Blocks.range("new", 0, 4);

    @Test
    void the_older_job_is_refused_and_nothing_of_its_is_visible() throws Exception {
        LoadSession older = closing(loader("?takeover-timeout=100ms").open(Blocks.request("blocks")));
        Unit stale = closing(older.begin());
        Blocks.write(stale, allocator, OLD);

        LoadSession newer = closing(loader("?takeover-timeout=100ms").open(Blocks.request("blocks")));
        try (Unit unit = newer.begin()) {
            Blocks.write(unit, allocator, NEW);
            unit.commit(Blocks.adding(NEW));
        }

        assertCode(catchThrowable(() -> stale.commit(Blocks.adding(OLD))), LoadError.FENCED);
        stale.close();
        assertCode(catchThrowable(older::recover), LoadError.FENCED);
        assertCode(catchThrowable(older::begin), LoadError.FENCED);
        assertThat(query("SELECT DISTINCT fork FROM blocks")).containsExactly("0xnew4");
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("5");
        assertThat(newer.recover().records()).hasSize(1);
    }

    @Test
    void an_opening_waits_for_a_unit_that_ends_in_time_and_sees_its_commit() throws Exception {
        LoadSession older = closing(loader("").open(Blocks.request("blocks")));
        try (Unit unit = older.begin()) {
            Blocks.write(unit, allocator, OLD);
            CompletableFuture<LoadSession> opening = CompletableFuture.supplyAsync(
                    () -> closing(loader("?takeover-timeout=1m").open(Blocks.request("blocks"))));
            await_waiting_lock();
            assertThat(opening).isNotDone();
            unit.commit(Blocks.adding(OLD));
            LoadSession newer = opening.get(30, TimeUnit.SECONDS);
            assertThat(newer.opened().records()).hasSize(1);
            assertThat(newer.opened().header().epoch()).isEqualTo(2);
        }
        assertCode(catchThrowable(older::begin), LoadError.FENCED);
    }

    private void await_waiting_lock() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                .isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void units_of_one_session_run_side_by_side() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("blocks")));
        try (Unit first = session.begin();
                Unit second = session.begin()) {
            BlockRange low = Blocks.range("a", 0, 9);
            BlockRange high = Blocks.range("a", 10, 19);
            Blocks.write(second, allocator, high);
            Blocks.write(first, allocator, low);
            second.commit(Blocks.adding(high));
            first.commit(Blocks.adding(low));
        }
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("20");
        assertThat(session.recover().records()).hasSize(2);
        assertThat(session.recover().header().seq()).isEqualTo(2);
    }

    @Test
    void streams_of_one_table_do_not_wait_for_each_other() throws Exception {
        LoadSession one = closing(loader("").open(Blocks.request("blocks")));
        try (Unit unit = one.begin()) {
            Blocks.write(unit, allocator, OLD);
            LoadSession other =
                    closing(loader("?takeover-timeout=1m&lock-timeout=1s").open(Blocks.request("others")));
            assertThat(other.opened().records()).isEmpty();
            unit.commit(Blocks.adding(OLD));
        }
    }
}
