package dev.swarmworker.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CarrierTest {

  @Test
  void threadsAreCarriedByTheExecutor_alsoAfterTheyParked() throws Exception {
    AtomicInteger steps = new AtomicInteger();
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      Carrier carrier =
          Carrier.of(
              step -> {
                steps.incrementAndGet();
                one.execute(step);
              });
      CompletableFuture<String> answer = new CompletableFuture<>();
      CompletableFuture<String> said = new CompletableFuture<>();
      Thread thread = carrier.thread().name("one").start(() -> said.complete(answer.join()));
      assertThat(thread.isVirtual()).isTrue();
      assertThat(thread.getName()).isEqualTo("one");

      answer.complete("yes");

      assertThat(said.get(10, SECONDS)).isEqualTo("yes");
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
      assertThat(steps).hasValueGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void nothingRunsBesideWhatTheExecutorRuns() throws Exception {
    ConcurrentLinkedQueue<Runnable> steps = new ConcurrentLinkedQueue<>();
    Carrier carrier = Carrier.of(steps::add);
    AtomicInteger reached = new AtomicInteger();
    Thread thread =
        carrier
            .thread()
            .start(
                () -> {
                  reached.set(1);
                  LockSupport.park();
                  reached.set(2);
                });
    assertThat(reached).hasValue(0);

    runAll(steps);
    assertThat(reached).hasValue(1);
    LockSupport.unpark(thread);
    assertThat(reached).hasValue(1);

    runAll(steps);
    assertThat(reached).hasValue(2);
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void anExecutorThatTakesNothingMore_leavesNobodyBehind() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    ExecutorService one = Executors.newSingleThreadExecutor();
    Carrier carrier =
        Carrier.of(
            step -> {
              if (taken.getAndIncrement() > 0) {
                throw new RejectedExecutionException();
              }
              one.execute(step);
            });
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> go = new CompletableFuture<>();
    Thread thread =
        carrier
            .thread()
            .start(
                () -> {
                  begun.complete(null);
                  go.join();
                });
    begun.get(10, SECONDS);
    one.shutdown();

    go.complete(null);

    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
  }

  private static void runAll(ConcurrentLinkedQueue<Runnable> steps) {
    for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
      step.run();
    }
  }
}
