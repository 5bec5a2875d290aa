package dev.swarmworker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.dispatch.Admission.Refusal;
import dev.swarmworker.task.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermitsTest {

  private static final Duration AGEING = Duration.ofSeconds(10);
  private static final List<Priority> PRIORITIES = List.of(Priority.values());
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ManualTicker ticker = new ManualTicker();
  private final Permits permits = new Permits(1, AGEING, ticker);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static Permit held(Admission admission) {
    assertThat(admission).isInstanceOf(Permit.class);
    return (Permit) admission;
  }

  /** Starts a thread that waits for a permit, and returns once it waits. */
  private Future<Admission> waiting(Priority priority) {
    int before = permits.snapshot().waiting();
    Future<Admission> future = threads.submit(() -> permits.acquire(priority));
    awaitWaiting(before + 1);
    return future;
  }

  private void awaitWaiting(int count) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> permits.snapshot().waiting() == count);
  }

  @Test
  void freePermit_isGivenAtOnceAndComesBackOnce() throws Exception {
    Permit permit = held(permits.acquire(Priority.NORMAL));
    assertThat(permits.snapshot().inUse()).isOne();

    permit.close();
    permit.close();

    assertThat(permits.snapshot().inUse()).isZero();
    held(permits.acquire(Priority.NORMAL));
    assertThat(permits.acquire(Priority.NORMAL, Duration.ZERO)).isEqualTo(Refusal.TIMED_OUT);
  }

  @Test
  void waiters_areServedByPriorityThenArrival() throws Exception {
    record Arrival(Priority priority, int number) {}
    Permit first = held(permits.acquire(Priority.NORMAL));
    BlockingQueue<Arrival> served = new LinkedBlockingQueue<>();
    Arrival low1 = new Arrival(Priority.LOW, 1);
    Arrival high1 = new Arrival(Priority.HIGH, 1);
    Arrival low2 = new Arrival(Priority.LOW, 2);
    Arrival critical = new Arrival(Priority.CRITICAL, 1);
    Arrival high2 = new Arrival(Priority.HIGH, 2);
    int arrived = 0;
    for (Arrival arrival : List.of(low1, high1, low2, critical, high2)) {
      threads.execute(
          () -> {
            try (Permit _ = held(permits.acquire(arrival.priority()))) {
              served.add(arrival);
            } catch (InterruptedException e) {
              // the test is over
            }
          });
      awaitWaiting(++arrived);
    }

    first.close();

    List<Arrival> order = new ArrayList<>();
    for (int i = 0; i < arrived; i++) {
      order.add(served.poll(10, TimeUnit.SECONDS));
    }
    assertThat(order).containsExactly(critical, high1, high2, low1, low2);
  }

  @Test
  void aged_goesBeforeTheMoreUrgent() throws Exception {
    Permit first = held(permits.acquire(Priority.NORMAL));
    Future<Admission> background = waiting(Priority.BACKGROUND);
    ticker.advance(AGEING.multipliedBy(4).plusSeconds(1));
    Future<Admission> critical = waiting(Priority.CRITICAL);

    first.close();

    held(background.get());
    assertThat(critical).isNotDone();
  }

  @Test
  void snapshot_tellsHowLongTheOldestWaits() throws Exception {
    held(permits.acquire(Priority.NORMAL));
    Future<Admission> background = waiting(Priority.BACKGROUND);
    ticker.advance(Duration.ofSeconds(3));
    Future<Admission> critical = waiting(Priority.CRITICAL);
    ticker.advance(Duration.ofSeconds(2));

    assertThat(permits.snapshot())
        .isEqualTo(new Permits.Snapshot(1, 1, 2, Duration.ofSeconds(5), false));
    assertThat(background).isNotDone();
    assertThat(critical).isNotDone();
  }

  @Test
  void timeout_endsTheWaitAndLeavesNoTrace() throws Exception {
    Permit first = held(permits.acquire(Priority.NORMAL));

    assertThat(permits.acquire(Priority.CRITICAL, Duration.ofMillis(5)))
        .isEqualTo(Refusal.TIMED_OUT);

    assertThat(permits.snapshot().waiting()).isZero();
    first.close();
    assertThat(permits.snapshot().inUse()).isZero();
  }

  @Test
  void permitFreedInTime_endsTheTimedWait() throws Exception {
    Permit first = held(permits.acquire(Priority.NORMAL));
    Future<Admission> second = threads.submit(() -> permits.acquire(Priority.NORMAL, LONG));
    awaitWaiting(1);

    first.close();

    held(second.get());
  }

  @Test
  void interruptedWaiter_leavesNoTrace() throws Exception {
    Permit first = held(permits.acquire(Priority.NORMAL));
    Future<Admission> interrupted = waiting(Priority.CRITICAL);
    Future<Admission> other = waiting(Priority.LOW);

    interrupted.cancel(true);
    awaitWaiting(1);
    first.close();

    held(other.get());
  }

  @Test
  void interruptedBeforehand_takesNothing() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> permits.acquire(Priority.NORMAL))
        .isInstanceOf(InterruptedException.class);
    assertThat(permits.snapshot().inUse()).isZero();
  }

  @Test
  void interruptRacingWithHandOver_losesNoPermit() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      // Given one waiter
      Permit first = held(permits.acquire(Priority.NORMAL));
      AtomicInteger gotIt = new AtomicInteger();
      Thread waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Permit _ = held(permits.acquire(Priority.NORMAL))) {
                      gotIt.incrementAndGet();
                    } catch (InterruptedException e) {
                      // one of the two ways this may end
                    }
                  });
      while (permits.snapshot().waiting() == 0) {
        Thread.onSpinWait();
      }
      // When the interrupt and the permit come at the same moment
      CountDownLatch go = new CountDownLatch(1);
      Thread interrupter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    go.countDown();
                    waiter.interrupt();
                  });
      go.await();
      first.close();
      interrupter.join();
      waiter.join();
      // Then the permit is back, whoever won
      assertThat(permits.snapshot()).isEqualTo(new Permits.Snapshot(1, 0, 0, Duration.ZERO, false));
    }
  }

  /** Met as long as there is any of it. */
  private static final class Stock implements Need {
    final AtomicInteger left = new AtomicInteger();

    @Override
    public Object kind() {
      return this;
    }

    @Override
    public boolean take() {
      return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    @Override
    public void giveBack() {
      left.incrementAndGet();
    }
  }

  private Future<Admission> waitingFor(Need need, Priority priority) {
    int before = permits.snapshot().waiting();
    Future<Admission> future =
        threads.submit(() -> permits.acquire(priority, ticker.getAsLong(), LONG, need));
    awaitWaiting(before + 1);
    return future;
  }

  @Test
  void whoCannotHaveWhatItNeeds_holdsNoPermit_andKeepsItsPlace() throws Exception {
    Stock stock = new Stock();
    Future<Admission> low = waitingFor(stock, Priority.LOW);
    Future<Admission> high = waitingFor(stock, Priority.HIGH);

    held(permits.acquire(Priority.BACKGROUND, Duration.ZERO)).close();
    assertThat(permits.snapshot().waiting()).isEqualTo(2);
    stock.left.set(2);
    permits.lookAgain();

    Permit first = held(high.get());
    assertThat(low).isNotDone();
    first.close();
    held(low.get());
  }

  @Test
  void needThatCannotBeAskedFor_isHeardOfByItsOwnThreadAlone() throws Exception {
    Permit running = held(permits.acquire(Priority.NORMAL));
    Need broken =
        new Need() {
          @Override
          public Object kind() {
            return this;
          }

          @Override
          public boolean take() {
            throw new IllegalStateException("broken");
          }

          @Override
          public void giveBack() {}
        };
    Future<Admission> first = waitingFor(broken, Priority.CRITICAL);
    Future<Admission> second = waiting(Priority.LOW);

    running.close();

    assertThatThrownBy(first::get).hasRootCauseMessage("broken");
    held(second.get());
  }

  @Test
  void interruptRacingWithHandOver_losesNothingOfWhatWasNeeded() throws Exception {
    Stock stock = new Stock();
    for (int round = 0; round < 2_000; round++) {
      Thread waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Permit _ =
                        held(permits.acquire(Priority.LOW, ticker.getAsLong(), LONG, stock))) {
                      stock.giveBack();
                    } catch (InterruptedException e) {
                      // one of the two ways this may end
                    }
                  });
      while (permits.snapshot().waiting() == 0) {
        Thread.onSpinWait();
      }
      Thread interrupter = Thread.ofVirtual().start(waiter::interrupt);
      stock.left.set(1);
      permits.lookAgain();
      interrupter.join();
      waiter.join();
      assertThat(stock.left).hasValue(1);
      assertThat(permits.snapshot()).isEqualTo(new Permits.Snapshot(1, 0, 0, Duration.ZERO, false));
      stock.left.set(0);
    }
  }

  @Test
  void drain_sendsWaitersAwayAndKeepsWhatIsOut() throws Exception {
    Permit running = held(permits.acquire(Priority.NORMAL));
    Future<Admission> untimed = waiting(Priority.CRITICAL);
    Future<Admission> timed = threads.submit(() -> permits.acquire(Priority.LOW, LONG));
    awaitWaiting(2);

    permits.drain();

    assertThat(untimed.get()).isEqualTo(Refusal.DRAINING);
    assertThat(timed.get()).isEqualTo(Refusal.DRAINING);
    assertThat(permits.snapshot().inUse()).isOne();
    running.close();
    assertThat(permits.acquire(Priority.CRITICAL)).isEqualTo(Refusal.DRAINING);
    assertThat(permits.snapshot()).isEqualTo(new Permits.Snapshot(1, 0, 0, Duration.ZERO, true));
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // the yield makes overlaps likely; no assertion needs it
  void thousandThreads_neverExceedTheBoundAndAllAreServed() throws Exception {
    // Given 1,000 threads, of which every tenth gives up and every tenth is interrupted
    int limit = 7;
    Permits bounded = new Permits(limit, Duration.ofMillis(1), System::nanoTime);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Priority priority = PRIORITIES.get(i % PRIORITIES.size());
      Duration patience = i % 10 == 3 ? Duration.ofNanos(i * 1_000L) : LONG;
      Random random = new Random(i);
      all.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  go.await();
                  for (int round = 0; round < 20; round++) {
                    switch (bounded.acquire(priority, patience)) {
                      case Permit permit -> {
                        try (permit) {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          if (random.nextBoolean()) {
                            Thread.yield();
                          }
                          served.incrementAndGet();
                          running.decrementAndGet();
                        }
                      }
                      case Refusal refusal -> assertThat(refusal).isEqualTo(Refusal.TIMED_OUT);
                    }
                  }
                } catch (InterruptedException e) {
                  // meant for every tenth
                } catch (Throwable e) {
                  surprises.add(e);
                }
              }));
    }

    // When
    go.countDown();
    for (int i = 7; i < 1_000; i += 10) {
      all.get(i).interrupt();
    }
    for (Thread thread : all) {
      thread.join();
    }

    // Then
    assertThat(surprises).isEmpty();
    assertThat(most.get()).isBetween(2, limit);
    assertThat(served.get()).isGreaterThanOrEqualTo(800 * 20);
    assertThat(bounded.snapshot())
        .isEqualTo(new Permits.Snapshot(limit, 0, 0, Duration.ZERO, false));
  }
}
