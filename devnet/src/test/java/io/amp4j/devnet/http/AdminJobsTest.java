package io.amp4j.devnet.http;

import static io.amp4j.devnet.http.AdminDatasetsTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.AdminError;
import io.amp4j.client.admin.DeployOptions;
import io.amp4j.client.admin.DraftDataset;
import io.amp4j.client.admin.Job;
import io.amp4j.client.admin.JobCleanup;
import io.amp4j.client.admin.JobEvent;
import io.amp4j.client.admin.JobFilter;
import io.amp4j.client.admin.JobInfo;
import io.amp4j.client.admin.JobPage;
import io.amp4j.client.admin.JobProgress;
import io.amp4j.client.admin.JobStatus.State;
import io.amp4j.client.admin.JobWait;
import io.amp4j.client.admin.Jobs;
import io.amp4j.client.admin.RegisteredDataset;
import io.amp4j.client.admin.TableProgress;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.devnet.Devnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs, from a query to a filled dataset, over HTTP. A devnet's jobs move with its chain, so nothing here waits for a clock. */
@Timeout(60)
class AdminJobsTest {
    private static final DatasetRef ETH = DatasetRef.parse("_/eth_rpc@1.0.0");
    private static final Duration FAST = Duration.ofMillis(1);

    private final Devnet devnet = Devnet.builder().blocks(100).start();
    private final AmpClient client =
            AmpClient.builder().uri(devnet.url()).adminUri(devnet.adminUrl()).build();
    private final AdminClient admin = client.admin();
    private final Jobs jobs = admin.jobs();

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    private Job deployed() {
        return admin.datasets().deploy(ETH, DeployOptions.untilLatest());
    }

    /** Lets the chain go on whenever somebody looks at a job. */
    private JobWait withTicks(JobWait wait) {
        return wait.every(FAST).reporting(progress -> devnet.mine(1));
    }

    @Test
    void from_a_query_to_a_filled_dataset() {
        DraftDataset draft = client.sql("SELECT block_num, hash FROM eth.blocks")
                .withDependency("eth", "_/eth_rpc@1.0.0")
                .toManifest("blocks", "devnet");
        assertThat(draft.manifest().sql("blocks")).contains("SELECT block_num, hash FROM eth.blocks");
        assertThat(draft.manifest().dependencies()).containsEntry("eth", ETH);
        assertThat(draft.manifest().describe().table("blocks").orElseThrow().columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("_block_num UInt64", "block_num UInt64", "hash FixedSizeBinary(32)");

        RegisteredDataset dataset = draft.registerAs("_", "block_hashes", "1.0.0");
        assertThat(dataset.info().ref()).isEqualTo(DatasetRef.parse("_/block_hashes@1.0.0"));
        assertThat(admin.datasets().versions(dataset.info().ref().dataset()).latest())
                .contains("1.0.0");

        List<JobProgress> seen = new ArrayList<>();
        Job job = dataset.deploy(DeployOptions.untilLatest().parallelism(2));
        JobProgress done =
                job.await(JobWait.atMost(Duration.ofSeconds(30)).every(FAST).reporting(progress -> {
                    seen.add(progress);
                    devnet.mine(1);
                }));
        assertThat(done.status().state()).isEqualTo(State.COMPLETED);
        assertThat(done.block()).hasValue(99);
        assertThat(seen.get(0).status().state()).isEqualTo(State.SCHEDULED);
        assertThat(seen.get(0).block()).isEmpty();
        assertThat(seen).extracting(progress -> progress.status().state()).contains(State.RUNNING);
        assertThat(job.events()).extracting(JobEvent::type).containsExactly("SCHEDULED", "RUNNING", "COMPLETED");
        assertThat(admin.datasets().jobs(dataset.info().ref()))
                .extracting(JobInfo::id)
                .containsExactly(job.id());
    }

    @Test
    void sql_that_cannot_become_a_dataset_is_refused_with_a_code() {
        var blocks = client.sql("SELECT hash FROM eth.blocks");
        assertCode(
                AdminError.DEPENDENCY_NOT_FOUND,
                () -> blocks.withDependency("eth", "_/eth_rpc@7.0.0").toManifest("t", "devnet"));
        assertCode(
                AdminError.DEPENDENCY_ALIAS_NOT_FOUND,
                () -> blocks.withDependency("other", "_/eth_rpc@1.0.0").toManifest("t", "devnet"));
        assertCode(
                AdminError.TABLE_NOT_FOUND_IN_DATASET,
                () -> client.sql("SELECT hash FROM eth.calls")
                        .withDependency("eth", "_/eth_rpc@1.0.0")
                        .toManifest("t", "devnet"));
        assertCode(ClientError.BAD_OPTION, () -> blocks.withDependency("eth", "_/eth_rpc@latest"));
        assertCode(ClientError.BAD_OPTION, () -> blocks.withDependency("eth", "eth_rpc"));
    }

    /** Only the SQL engine reads such queries, and it needs a flag. */
    @Test
    @Tag("jvm-flag")
    void sql_without_its_dataset_is_refused_with_a_code() {
        assertCode(
                AdminError.UNQUALIFIED_TABLE,
                () -> client.sql("SELECT hash FROM blocks")
                        .withDependency("eth", "_/eth_rpc@1.0.0")
                        .toManifest("t", "devnet"));
    }

    @Test
    void a_job_is_shown_as_the_server_has_it() {
        Job job = deployed();
        JobInfo info = job.info();
        assertThat(info.id()).isEqualTo(job.id());
        assertThat(info.status().state()).isEqualTo(State.SCHEDULED);
        assertThat(info.worker()).isEqualTo("worker-devnet-1");
        assertThat(info.createdAt()).isBeforeOrEqualTo(info.updatedAt());
        assertThat(info.descriptor().at("end_block").orElseThrow().asLong()).hasValue(99);
        devnet.mine(1);
        TableProgress logs = job.progress().tables().get("logs");
        assertThat(logs).isEqualTo(new TableProgress(OptionalLong.of(0), OptionalLong.of(24), 1, 50_000));
    }

    @Test
    void an_end_is_a_block_the_latest_or_some_blocks_behind_it() {
        assertThat(end(DeployOptions.untilBlock(40))).hasValue(40);
        assertThat(end(DeployOptions.untilLatest())).hasValue(99);
        assertThat(end(DeployOptions.behindLatest(10))).hasValue(89);
        assertThat(end(DeployOptions.continuous().verified().worker("worker-*")))
                .isEmpty();
        assertCode(
                AdminError.WORKER_NOT_AVAILABLE,
                () -> admin.datasets().deploy(ETH, DeployOptions.continuous().worker("worker-eth-?")));
        assertCode(AdminError.DATASET_NOT_FOUND, () -> admin.datasets().deploy(DatasetRef.parse("_/none@1.0.0")));
        assertCode(ClientError.BAD_OPTION, () -> DeployOptions.untilBlock(-1));
        assertCode(ClientError.BAD_OPTION, () -> DeployOptions.behindLatest(0));
        assertCode(ClientError.BAD_OPTION, () -> DeployOptions.untilLatest().parallelism(0));
    }

    private OptionalLong end(DeployOptions options) {
        return admin.datasets()
                .deploy(ETH, options)
                .info()
                .descriptor()
                .at("end_block")
                .map(json -> json.asLong())
                .orElse(OptionalLong.empty());
    }

    @Test
    void pages_follow_each_other_to_the_last_job() {
        for (int i = 0; i < 6; i++) {
            deployed();
        }
        JobPage first = jobs.page(JobFilter.all().pageSize(3));
        assertThat(first.jobs()).extracting(JobInfo::id).containsExactly(7L, 6L, 5L);
        JobPage second =
                jobs.page(JobFilter.all().pageSize(3).after(first.next().orElseThrow()));
        assertThat(second.jobs()).extracting(JobInfo::id).containsExactly(4L, 3L, 2L);
        assertThat(jobs.list(JobFilter.all().pageSize(3))).hasSize(7);
        assertThat(jobs.list(JobFilter.all().pageSize(7))).hasSize(7);
        assertCode(ClientError.BAD_OPTION, () -> JobFilter.all().pageSize(1001));
    }

    @Test
    void jobs_are_listed_by_status() {
        Job done = deployed();
        devnet.mine(5);
        assertThat(jobs.list(JobFilter.active())).extracting(JobInfo::id).containsExactly(1L);
        assertThat(jobs.list(JobFilter.withStatus("completed", "failed")))
                .extracting(JobInfo::id)
                .containsExactly(done.id());
    }

    @Test
    void a_job_is_stopped_by_its_worker_and_then_deleted() {
        Job job = deployed();
        job.stop();
        assertThat(job.info().status().state()).isEqualTo(State.STOP_REQUESTED);
        assertCode(AdminError.JOB_CONFLICT, () -> jobs.delete(job.id()));
        assertCode(AdminError.JOB_STOPPED, () -> job.await(withTicks(JobWait.forEver())));
        job.stop();
        jobs.delete(job.id());
        jobs.delete(job.id());
        assertCode(AdminError.JOB_NOT_FOUND, job::info);
        assertCode(AdminError.JOB_NOT_FOUND, job::stop);
        assertCode(AdminError.JOB_NOT_FOUND, job::events);
    }

    @Test
    void ended_jobs_are_deleted_by_how_they_ended() {
        Job completed = deployed();
        devnet.mine(5);
        Job stopped = deployed();
        stopped.stop();
        devnet.mine(1);
        Job failed = deployed();
        devnet.failJob(failed.id(), "no peers");
        jobs.deleteAll(JobCleanup.STOPPED);
        assertThat(ids()).containsExactly(failed.id(), completed.id(), 1L);
        jobs.deleteAll(JobCleanup.FAILED);
        assertThat(ids()).containsExactly(completed.id(), 1L);
        jobs.deleteAll(JobCleanup.COMPLETED);
        jobs.deleteAll(JobCleanup.TERMINAL);
        assertThat(ids()).containsExactly(1L);
    }

    private List<Long> ids() {
        return jobs.list(JobFilter.all()).map(JobInfo::id).toList();
    }

    @Test
    void an_event_has_details_where_the_server_gives_them() {
        Job job = deployed();
        devnet.mine(1);
        JobEvent scheduled = jobs.event(job.id(), 1);
        assertThat(scheduled.type()).isEqualTo("SCHEDULED");
        assertThat(scheduled.detail())
                .hasValueSatisfying(detail -> assertThat(
                                detail.at("dataset_name").orElseThrow().asText())
                        .contains("eth_rpc"));
        assertThat(jobs.event(job.id(), 2).detail()).isEmpty();
        assertCode(AdminError.EVENT_NOT_FOUND, () -> jobs.event(job.id(), 9));
        assertCode(AdminError.INVALID_JOB_ID, () -> jobs.get(-1));
    }

    @Test
    void a_failed_job_says_why() {
        Job job = deployed();
        devnet.failJob(job.id(), "block 17 cannot be had");
        assertThatThrownBy(() -> job.await(JobWait.forEver()))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(AdminError.JOB_FAILED))
                .hasMessageContaining("block 17 cannot be had");
    }

    @Test
    void waiting_ends_when_its_time_is_up() {
        Job job = deployed();
        assertCode(
                ClientError.DEADLINE,
                () -> job.await(JobWait.atMost(Duration.ofMillis(50)).every(FAST)));
        assertThat(job.info().status().isTerminal()).isFalse();
    }

    @Test
    void a_continuous_job_is_waited_for_until_a_block() {
        JobProgress progress = jobs.job(1).await(withTicks(JobWait.forEver()).untilBlock(103));
        assertThat(progress.status().state()).isEqualTo(State.RUNNING);
        assertThat(progress.block().orElseThrow()).isGreaterThanOrEqualTo(103);
    }

    @Test
    void a_server_that_fails_for_a_while_is_asked_again() {
        Job job = deployed();
        devnet.failNextHttp(5, 500, "SNAPSHOT_TABLE_ERROR");
        assertThat(job.await(withTicks(JobWait.atMost(Duration.ofSeconds(30)))).block())
                .hasValue(99);
    }

    @Test
    void an_interrupted_wait_leaves_the_job_alone() throws InterruptedException {
        Job job = deployed();
        CountDownLatch looked = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                job.await(JobWait.forEver().every(Duration.ofHours(1)).reporting(progress -> looked.countDown()));
            } catch (AmpException e) {
                failure.set(e);
            }
        });
        waiter.start();
        looked.await();
        waiter.interrupt();
        waiter.join();
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.CANCELLED));
        assertThat(job.info().status().state()).isEqualTo(State.SCHEDULED);
    }
}
