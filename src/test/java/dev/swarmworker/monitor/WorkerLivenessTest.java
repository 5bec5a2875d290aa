package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.loop.Carrier;
import dev.swarmworker.result.Writability;
import dev.swarmworker.state.InMemoryTaskStore;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.Backlog.Look;
import dev.swarmworker.worker.Intake;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerLivenessTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final AtomicLong now = new AtomicLong();
  private final Dispatcher dispatcher =
      new Dispatcher(1, new Permits(1, Duration.ZERO, System::nanoTime), Carrier.ofJvm());
  private final Movement movement = new Movement(LIMIT, now::get);
  private final Dependencies dependencies =
      new Dependencies(
          this::backlog, new InMemoryTaskStore(() -> Instant.EPOCH), new Writability());
  private final FakeIntake intake = new FakeIntake();
  private final Stall stall = new Stall(intake, this::backlog, dispatcher, dependencies, movement);
  private final WorkerLiveness liveness =
      new WorkerLiveness(intake, this::backlog, dispatcher, stall);
  private Look backlog = new Look(true, 0);

  private Look backlog() {
    return backlog;
  }

  @BeforeEach
  void redisAnswers() {
    dependencies.ask();
  }

  @Test
  void nothingToDo_isAlive() {
    now.addAndGet(LIMIT.multipliedBy(9).toNanos());

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void backlogThatNothingTakesIn_isDownAtTheLimit_andUpOnceItMoves() {
    backlog = new Look(true, 7);
    now.addAndGet(LIMIT.toNanos() - 1);
    assertThat(status()).isEqualTo(Status.UP);
    now.addAndGet(1);
    assertThat(status()).isEqualTo(Status.DOWN);

    movement.received(new TaskId("t"));

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void taskInFlightThatNeverMoves_isDown() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    dispatcher.start("t", () -> awaitQuietly(end), ended::countDown);
    now.addAndGet(LIMIT.toNanos());
    assertThat(status()).isEqualTo(Status.DOWN);

    end.countDown();
    ended.await();
    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void backlogThatNothingTakesIn_isDownAtTheLimit_whateverCallRuns() {
    movement.received(new TaskId("t"));
    movement.started(new TaskId("t"), "a", 1, Duration.ofMinutes(10));
    backlog = new Look(true, 7);
    now.addAndGet(LIMIT.toNanos() - 1);
    assertThat(status()).isEqualTo(Status.UP);

    now.addAndGet(1);

    assertThat(status()).isEqualTo(Status.DOWN);
  }

  @Test
  void messagesThatAreNoTasks_areMovement() {
    backlog = new Look(true, 7);
    now.addAndGet(LIMIT.toNanos());
    assertThat(status()).isEqualTo(Status.DOWN);

    movement.deadLettered(null, ErrorCode.INVALID_JSON);

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void callWithinItsTime_isAlive() {
    movement.started(new TaskId("t"), "a", 1, Duration.ofMinutes(10));
    now.addAndGet(Duration.ofMinutes(10).toNanos() - 1);

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void backlogBehindFullPlaces_isNotDue() {
    backlog = new Look(true, 7);
    intake.open = false;
    now.addAndGet(LIMIT.multipliedBy(2).toNanos());

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void brokerAway_isAlive() {
    backlog = new Look(false, 7);
    now.addAndGet(LIMIT.multipliedBy(2).toNanos());

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void redisNeverReached_isAlive() {
    Dependencies unasked =
        new Dependencies(
            this::backlog, new InMemoryTaskStore(() -> Instant.EPOCH), new Writability());
    backlog = new Look(true, 7);
    now.addAndGet(LIMIT.multipliedBy(2).toNanos());

    Stall unsure = new Stall(intake, this::backlog, dispatcher, unasked, movement);
    assertThat(unsure.isStalled()).isFalse();
  }

  @Test
  void intakeBrokenForGood_isDown() {
    intake.broken = true;

    assertThat(status()).isEqualTo(Status.DOWN);
  }

  @Test
  void looksOfItsOwn_keepALateProbeFromMistakingIdlenessForAStall() {
    now.addAndGet(LIMIT.multipliedBy(9).toNanos());
    assertThat(stall.isStalled()).isFalse(); // the worker's own look, with nothing due
    backlog = new Look(true, 1);

    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void answer_tellsWhatIsDue() {
    backlog = new Look(true, 7);

    HealthCheckResponse response = liveness.call();

    assertThat(response.getData().orElseThrow())
        .containsEntry("backlog", 7L)
        .containsEntry("inFlight", 0L);
  }

  private Status status() {
    return liveness.call().getStatus();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class FakeIntake implements Intake {
    private boolean open = true;
    private boolean broken;

    @Override
    public void open() {}

    @Override
    public void pause() {}

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public boolean isBroken() {
      return broken;
    }
  }
}
