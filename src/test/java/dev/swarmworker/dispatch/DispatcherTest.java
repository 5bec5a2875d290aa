package dev.swarmworker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.dispatch.Admission.Refusal;
import dev.swarmworker.loop.Carrier;
import dev.swarmworker.task.Priority;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DispatcherTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Permits permits = new Permits(1, Duration.ofSeconds(10), System::nanoTime);
  private final Dispatcher dispatcher = new Dispatcher(3, permits, Carrier.ofJvm());
  private final CountDownLatch end = new CountDownLatch(1);
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void letAllEnd() throws InterruptedException {
    end.countDown();
    assertThat(dispatcher.awaitIdle(SOON)).isTrue();
  }

  private void holdPlace() {
    try {
      end.await();
    } catch (InterruptedException e) {
      seen.add(e);
    }
  }

  /** As a task does: waits for a permit, tells what it got, and runs until the end. */
  private void runWithPermit() {
    try {
      Admission admission = permits.acquire(Priority.NORMAL);
      seen.add(admission);
      if (admission instanceof Permit permit) {
        try (permit) {
          end.await();
        }
      }
    } catch (InterruptedException e) {
      seen.add(e);
    }
  }

  private void start(String name, Runnable work) {
    dispatcher.start(name, work, () -> {});
  }

  @Test
  void eachTask_runsOnAVirtualThreadOfItsName() throws Exception {
    start("a-1", () -> seen.add(Thread.currentThread()));

    Thread thread = (Thread) seen.poll(10, TimeUnit.SECONDS);
    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread.getName()).isEqualTo("task-a-1");
  }

  @Test
  void noFreePlace_isRefused() {
    for (int i = 0; i < 3; i++) {
      start("t" + i, this::holdPlace);
    }

    assertThatThrownBy(() -> start("t3", this::holdPlace))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3");
    assertThat(dispatcher.snapshot().inFlight()).isEqualTo(3);
  }

  @Test
  void endOfATask_freesItsPlaceBeforeTheListenerHears() throws Exception {
    dispatcher.start("t", () -> {}, () -> seen.add(dispatcher.snapshot().inFlight()));

    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(0);
  }

  @Test
  void throwingTask_freesItsPlaceToo() throws Exception {
    dispatcher.start(
        "t",
        () -> {
          throw new AssertionError("expected by the test");
        },
        () -> seen.add("freed"));

    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("freed");
    assertThat(dispatcher.snapshot().inFlight()).isZero();
  }

  @Test
  void throwingListener_doesNoHarm() throws Exception {
    dispatcher.start(
        "t",
        () -> {},
        () -> {
          throw new IllegalStateException("expected by the test");
        });

    assertThat(dispatcher.awaitIdle(SOON)).isTrue();
    start("t", () -> seen.add("ran"));
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("ran");
  }

  @Test
  void snapshot_showsPlacesAndPermits() throws Exception {
    start("running", this::runWithPermit);
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(Permit.class);
    start("waiting", this::runWithPermit);
    await().until(() -> permits.snapshot().waiting() == 1);

    Dispatcher.Snapshot snapshot = dispatcher.snapshot();

    assertThat(snapshot.places()).isEqualTo(3);
    assertThat(snapshot.inFlight()).isEqualTo(2);
    assertThat(snapshot.permits().inUse()).isOne();
    assertThat(snapshot.permits().waiting()).isOne();
  }

  @Test
  void drain_waitersLeaveAtOnceRunningOnesGoOn() throws Exception {
    start("running", this::runWithPermit);
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(Permit.class);
    start("waiting", this::runWithPermit);
    await().until(() -> permits.snapshot().waiting() == 1);

    dispatcher.drain();

    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Refusal.DRAINING);
    start("late", this::runWithPermit);
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Refusal.DRAINING);
    await().until(() -> dispatcher.snapshot().inFlight() == 1);
    assertThat(dispatcher.awaitIdle(Duration.ZERO)).isFalse();
    end.countDown();
    assertThat(dispatcher.awaitIdle(SOON)).isTrue();
  }

  @Test
  void interruptAll_endsWhatOutlastsTheDrain() throws Exception {
    start("running", this::runWithPermit);
    start("placed", this::holdPlace);
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(Permit.class);

    dispatcher.interruptAll();

    assertThat(dispatcher.awaitIdle(SOON)).isTrue();
    assertThat(seen).hasSize(2).allMatch(InterruptedException.class::isInstance);
  }

  @Test
  void oneMoreAskedForEachPlaceFreed_neverExceedsThePlaces() throws Exception {
    // Given an intake that starts a task for each place that comes free
    int total = 1_000;
    AtomicInteger started = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
    Runnable startOne =
        new Runnable() {
          @Override
          public void run() {
            int next = started.incrementAndGet();
            if (next <= total) {
              try {
                dispatcher.start("t" + next, ended::incrementAndGet, this);
              } catch (IllegalStateException e) {
                refused.add(e);
              }
            }
          }
        };

    // When
    for (int i = 0; i < dispatcher.places(); i++) {
      startOne.run();
    }

    // Then
    await().until(() -> ended.get() + refused.size() >= total);
    assertThat(refused).isEmpty();
  }
}
