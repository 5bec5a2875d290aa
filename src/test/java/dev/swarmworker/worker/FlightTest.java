package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlightTest {

  private final CountDownLatch never = new CountDownLatch(1);

  /** What became of a wait on a thread of its own. */
  private record Ended(CompletableFuture<Object> with, Flight flight) {}

  private interface Step {
    Object of(Flight flight) throws StoppedException, InterruptedException;
  }

  private static Ended fly(Step step) throws Exception {
    CompletableFuture<Flight> begun = new CompletableFuture<>();
    CompletableFuture<Object> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              Flight flight = new Flight(new TaskId("t"), 0);
              begun.complete(flight);
              try {
                ended.complete(step.of(flight));
              } catch (StoppedException e) {
                ended.complete(e.reason());
              } catch (InterruptedException e) {
                ended.complete(e);
              }
            });
    return new Ended(ended, begun.get(10, TimeUnit.SECONDS));
  }

  @Test
  void stopDuringAWait_endsItWithTheReason() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Ended ended =
        fly(
            f ->
                f.await(
                    () -> {
                      waiting.countDown();
                      never.await();
                      return "waited";
                    }));
    waiting.await();

    ended.flight().stop(Reason.CANCELLED);

    assertThat(ended.with().get(10, TimeUnit.SECONDS)).isEqualTo(Reason.CANCELLED);
  }

  @Test
  void stopBetweenWaits_strikesTheNextWait_andNothingBefore() throws Exception {
    Flight flight = new Flight(new TaskId("t"), 0);

    flight.stop(Reason.LEASE_LOST);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatThrownBy(() -> flight.await(() -> "waited")).isInstanceOf(StoppedException.class);
    assertThat(flight.await(() -> "waited")).as("each stop is told once").isEqualTo("waited");
  }

  @Test
  void stopInTheMomentAWaitEnds_keepsWhatItBrought() throws Exception {
    Flight flight = new Flight(new TaskId("t"), 0);

    String brought =
        flight.await(
            () -> {
              flight.stop(Reason.CANCELLED);
              return "the answer";
            });

    assertThat(brought).isEqualTo("the answer");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatThrownBy(() -> flight.await(() -> "waited")).isInstanceOf(StoppedException.class);
  }

  @Test
  void drain_sparesACall_andEndsTheWaitBehindIt() throws Exception {
    CountDownLatch calling = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    Ended ended =
        fly(
            f -> {
              f.awaitCall(
                  () -> {
                    f.beginCall();
                    calling.countDown();
                    answer.await();
                    return answered.complete(true);
                  });
              return f.await(
                  () -> {
                    never.await();
                    return "waited";
                  });
            });
    calling.await();

    ended.flight().drain();
    answer.countDown();

    assertThat(answered.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.with().get(10, TimeUnit.SECONDS)).isEqualTo(Reason.DRAINING);
  }

  @Test
  void drainBeforeACallBegins_keepsItFromBeginning() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Ended ended =
        fly(
            f ->
                f.awaitCall(
                    () -> {
                      waiting.countDown();
                      never.await(); // for a connection
                      return "called";
                    }));
    waiting.await();

    ended.flight().drain();

    assertThat(ended.with().get(10, TimeUnit.SECONDS)).isEqualTo(Reason.DRAINING);
  }

  @Test
  void interruptBySomebodyElse_goesThrough() throws Exception {
    Flight flight = new Flight(new TaskId("t"), 0);
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () ->
                flight.await(
                    () -> {
                      never.await();
                      return "waited";
                    }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void progressOfACall_isForgottenWithIt() throws Exception {
    Flight flight = new Flight(new TaskId("t"), 0);

    long during =
        flight.awaitCall(
            () -> {
              flight.progress(7);
              return flight.outputTokens();
            });

    assertThat(during).isEqualTo(7);
    assertThat(flight.outputTokens()).isZero();
  }
}
