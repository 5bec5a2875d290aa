package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.llm.CacheKey;
import dev.swarmworker.llm.Prompt;
import dev.swarmworker.llm.Question;
import dev.swarmworker.state.InMemoryResultCache;
import dev.swarmworker.state.InMemoryTaskStore;
import dev.swarmworker.state.ResultCache.Lookup;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TokenUsage;
import dev.swarmworker.worker.CallPolicy.Verdict;
import dev.swarmworker.worker.SharedCalls.Upstream;
import dev.swarmworker.worker.StoppedException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers with one cache, and equal tasks on both. */
@Timeout(60)
class SharedCallsTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Task TASK = Lives.task("t");
  private static final Question QUESTION = new Prompt(100).question(TASK, List.of());
  private static final Verdict ANSWERED =
      new Verdict.End(
          new Completed(new Answer("hello", "m", TokenUsage.NONE, "end_turn", "r"), false));

  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InMemoryResultCache cache =
      new InMemoryResultCache(() -> now, Duration.ofHours(1), LEASE, 10);
  private final LeaseKeeper leases =
      new LeaseKeeper(new InMemoryTaskStore(() -> now), LEASE, () -> nanos(now), Runnable::run);
  private final SharedCalls first = new SharedCalls(cache, leases, 1 << 10);
  private final SharedCalls second = new SharedCalls(cache, leases, 1 << 10);
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private static long nanos(Instant instant) {
    return Duration.between(Instant.EPOCH, instant).toNanos();
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void callLongerThanItsRight_isRenewed_andTheOtherWaitsForItsAnswer() throws Exception {
    Future<Verdict> calling = threads.submit(() -> ask(first, "a", this::hanging));
    begun.await();

    for (int i = 0; i < 6; i++) {
      pass(Duration.ofSeconds(1));
      leases.tick();
      assertThat(ask(second, "b", this::answered)).isInstanceOf(Verdict.Elsewhere.class);
    }
    end.countDown();

    assertThat(calling.get()).isEqualTo(ANSWERED);
    assertThat(servedTo(second)).isEqualTo("a");
    assertThat(calls).hasValue(1);
  }

  @Test
  void callerThatFallsSilent_losesItsRightToTheOther() throws Exception {
    Future<Verdict> calling = threads.submit(() -> ask(first, "a", this::hanging));
    begun.await();

    pass(LEASE);

    assertThat(ask(second, "b", this::answered)).isEqualTo(ANSWERED);
    assertThat(servedTo(first)).isEqualTo("b");
    end.countDown();
    assertThat(calling.get()).isEqualTo(ANSWERED);
  }

  @Test
  void callerIsCancelled_andTheOtherCalls() throws Exception {
    Upstream cancelled =
        () -> {
          assertThat(ask(second, "b", this::answered)).isInstanceOf(Verdict.Elsewhere.class);
          throw new StoppedException(Reason.CANCELLED);
        };

    assertThatThrownBy(() -> ask(first, "a", cancelled)).isInstanceOf(StoppedException.class);

    assertThat(ask(second, "b", this::answered)).isEqualTo(ANSWERED);
    assertThat(servedTo(first)).isEqualTo("b");
  }

  @Test
  void callThatFails_isNobodyElses() throws Exception {
    Verdict failed = new Verdict.End(Outcomes.unknownAfter(1));

    assertThat(ask(first, "a", () -> failed)).isEqualTo(failed);

    assertThat(ask(second, "b", this::answered)).isEqualTo(ANSWERED);
  }

  @Test
  void answerTooLarge_isNotKept() throws Exception {
    Answer large = new Answer("x".repeat(1 << 10), "m", TokenUsage.NONE, null, null);
    Verdict answered = new Verdict.End(new Completed(large, false));

    assertThat(ask(first, "a", () -> answered)).isEqualTo(answered);

    assertThat(ask(second, "b", this::answered)).isEqualTo(ANSWERED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void entryThatCannotBeRead_costsACallAndNothingElse() throws Exception {
    String key =
        CacheKey.of(OneAgent.CONFIGURATION, "default", Turns.demandOf(TASK), QUESTION).value();
    ((Lookup.Mine) cache.lookup(key, cache.newToken()))
        .token()
        .put("{\"answer\":".getBytes(StandardCharsets.UTF_8));

    assertThat(ask(first, "a", this::answered)).isEqualTo(ANSWERED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void answerOfAnAgentChosenBeforeTheCatalogChanged_isNotServedAfterIt() throws Exception {
    assertThat(ask(first, "a", "before", this::answered)).isEqualTo(ANSWERED);

    assertThat(ask(second, "a", "after", this::answered)).isEqualTo(ANSWERED);
    assertThat(calls).hasValue(2);
    assertThat(ask(second, "b", "before", this::answered)).isInstanceOf(Verdict.Answered.class);
  }

  private Verdict hanging() throws InterruptedException {
    begun.countDown();
    end.await();
    return answered();
  }

  private Verdict answered() {
    calls.incrementAndGet();
    return ANSWERED;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static Verdict ask(SharedCalls worker, String agent, Upstream upstream)
      throws StoppedException, InterruptedException {
    return ask(worker, agent, OneAgent.CONFIGURATION, upstream);
  }

  private static Verdict ask(
      SharedCalls worker, String agent, String configuration, Upstream upstream)
      throws StoppedException, InterruptedException {
    return worker.answered(TASK, QUESTION, OneAgent.assignment(agent, configuration), upstream);
  }

  /** Who gave the answer that serves this worker's task. */
  private String servedTo(SharedCalls worker) throws Exception {
    Verdict verdict =
        ask(
            worker,
            "nobody",
            () -> {
              throw new AssertionError("called again");
            });
    KeptAnswer answer = ((Verdict.Answered) verdict).answer();
    assertThat(answer.completed().cached()).isTrue();
    assertThat(answer.completed().answer().text()).isEqualTo("hello");
    return answer.agentId();
  }
}
