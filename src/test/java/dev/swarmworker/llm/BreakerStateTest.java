package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.LlmStatus.BreakerState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a breaker makes of calls that end late, or not at all. */
class BreakerStateTest {

  private static final Reply GOOD = Reply.of(new Rejected(400, "so be it"));
  private static final Reply BAD = Reply.unavailable("no");

  private final Breaker breaker =
      new Breaker(
          "here",
          Configs.llm(
                  "swarm.llm.breaker.request-volume", "2",
                  "swarm.llm.breaker.failure-ratio", "1.0",
                  "swarm.llm.breaker.delay", "1ms")
              .breaker());

  /** A call under way, which ends when it is told how. */
  private final class Held {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<Reply> end = new CompletableFuture<>();
    private final CompletableFuture<Reply> result = new CompletableFuture<>();

    Held() {
      Thread.ofVirtual().start(this::run);
    }

    private void run() {
      try {
        result.complete(
            breaker.call(
                () -> {
                  begun.countDown();
                  return end.join();
                }));
      } catch (InterruptedException | RuntimeException e) {
        result.completeExceptionally(e);
      }
    }

    boolean isMade() {
      return !result.isDone() && begun.getCount() == 0;
    }

    Reply end(Reply how) {
      end.complete(how);
      return result.join();
    }
  }

  private Held begun() throws InterruptedException {
    Held held = new Held();
    held.begun.await();
    return held;
  }

  private void open() throws InterruptedException {
    breaker.call(() -> BAD);
    breaker.call(() -> BAD);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  /** The first call that it lets through again. */
  private Held probe() {
    Held[] last = {new Held()};
    await()
        .until(
            () -> {
              if (last[0].result.isDone()) {
                last[0] = new Held();
              }
              return last[0].isMade();
            });
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    return last[0];
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callFromBefore_doesNotSpeakForTheProbe(boolean itFails) throws Exception {
    Held before = begun();
    open();
    Held probe = probe();

    before.end(itFails ? BAD : GOOD);
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);

    probe.end(itFails ? GOOD : BAD);
    assertThat(breaker.state()).isEqualTo(itFails ? BreakerState.CLOSED : BreakerState.OPEN);
  }

  @Test
  void failuresFromBefore_doNotOpenItAnew() throws Exception {
    List<Held> before = List.of(begun(), begun(), begun());
    open();
    probe().end(GOOD);

    before.forEach(held -> held.end(BAD));
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);

    open();
  }

  @Test
  void successesFromBefore_doNotKeepItClosed() throws Exception {
    Held before = begun();
    open();
    probe().end(GOOD);

    breaker.call(() -> BAD);
    before.end(GOOD);
    breaker.call(() -> BAD);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void whileItIsProbed_nobodyElseCalls() throws Exception {
    open();
    Held probe = probe();

    assertThat(breaker.call(() -> GOOD).upstreamFailed()).isTrue();
    assertThat(probe.end(GOOD)).isEqualTo(GOOD);
  }

  @Test
  void probeThatComesToNoEnd_leavesItToTheNext() throws Exception {
    open();
    probe().end.completeExceptionally(new IllegalStateException("of the caller's own"));

    await().until(() -> breaker.call(() -> GOOD).equals(GOOD));
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void callsThatAreInterrupted_countAsNothing() throws Exception {
    breaker.call(() -> BAD);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  breaker.call(
                      () -> {
                        throw new InterruptedException();
                      }))
          .isInstanceOf(InterruptedException.class);
    }
    breaker.call(() -> BAD);

    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }
}
