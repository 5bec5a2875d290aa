package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static dev.swarmworker.llm.LlmFixture.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.local.FakeAnthropic;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections under exchanges that end as they should, and under those that do not. */
@QuarkusTest
class HttpCallTest {

  @Test
  void aThousandCalls_oneAfterTheOther_useOneConnection() throws Exception {
    try (LlmFixture fixture = new LlmFixture()) {
      for (int i = 0; i < 1000; i++) {
        assertThat(fixture.call(i % 2 == 0 ? plain("x") : streamed("x"))).isInstanceOf(Done.class);
      }

      assertThat(fixture.llm.pool()).isEqualTo(new PoolStats(1, 0, 1, 0, 1, 1000));
      assertThat(fixture.fake.connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void aThousandCalls_atOnce_useTheMaximum() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "8");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CallOutcome>> calls = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        Call call = i % 2 == 0 ? plain("x") : streamed("x");
        calls.add(threads.submit(() -> fixture.call(call)));
      }
      for (Future<CallOutcome> call : calls) {
        assertThat(call.get()).isInstanceOf(Done.class);
      }

      assertThat(fixture.fake.connectionsOpened()).isLessThanOrEqualTo(8);
      assertThat(fixture.fake.maxConcurrent()).isLessThanOrEqualTo(8);
      assertThat(fixture.llm.pool().totalUseCount()).isEqualTo(1000);
      assertThat(fixture.llm.pool().inUse()).isZero();
    }
  }

  /** Its bound ends a call at any moment: while it is sent, answered, or done. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answerOfACallGivenUp_neverReachesAnother(boolean streaming) throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "4");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CallOutcome>> calls = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        String text = "[fake output=\"mine-%d\" latency=%dms]".formatted(i, 2 * (i % 12));
        Call call = streaming ? streamed(text) : plain(text);
        TimeBounds bounds = TimeBounds.of(Duration.ofMillis(6));
        calls.add(
            threads.submit(
                () -> fixture.llm.call(fixture.anthropic(), call, bounds, tokens -> {})));
      }

      int answered = 0;
      for (int i = 0; i < calls.size(); i++) {
        CallOutcome outcome = calls.get(i).get();
        if (outcome instanceof Done done) {
          assertThat(done.answer().text()).isEqualTo("mine-" + i);
          answered++;
        } else {
          assertThat(outcome).isInstanceOfAny(Unknown.class, NotMade.class);
        }
      }
      assertThat(answered).isLessThan(calls.size());
      assertThat(fixture.llm.pool().inUse()).isZero();
      assertThat(fixture.call("[fake output=last]"))
          .isInstanceOfSatisfying(
              Done.class, done -> assertThat(done.answer().text()).isEqualTo("last"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fault=hang", "fault=stall", "fault=half-open"})
  void callGivenUp_closesItsConnectionAndNoOther(String fault) throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "2");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      openTwo(fixture, threads);
      Call call = plain("[fake id=victim size=2000 " + fault + "]");
      Future<CallOutcome> victim = threads.submit(() -> fixture.call(call));
      await().until(() -> fixture.fake.calls("victim") == 1);

      victim.cancel(true);

      await().untilAsserted(() -> assertThat(fixture.llm.pool().total()).isEqualTo(1));
      assertThat(fixture.call("next")).isInstanceOf(Done.class);
      assertThat(fixture.llm.pool()).isEqualTo(new PoolStats(1, 0, 1, 0, 2, 4));
    }
  }

  private static void openTwo(LlmFixture fixture, ExecutorService threads) throws Exception {
    Future<CallOutcome> one = threads.submit(() -> fixture.call("[fake latency=200ms]"));
    Future<CallOutcome> two = threads.submit(() -> fixture.call("[fake latency=200ms]"));
    one.get();
    two.get();
    assertThat(fixture.llm.pool().total()).isEqualTo(2);
  }

  @Test
  void interruptionWhileConnecting_makesNoCallThenOrLater() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "1", "swarm.pool.min", "0");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SilentEndpoint silent = new SilentEndpoint();
      var provider = new Agent.Provider(Agent.Protocol.ANTHROPIC, silent.baseUrl(), LlmFixture.KEY);
      CountDownLatch begun = new CountDownLatch(1);
      Future<CallOutcome> call =
          threads.submit(
              () ->
                  fixture.llm.call(
                      provider, plain("x"), TimeBounds.of(LlmFixture.LONG), onceBegun(begun)));
      begun.await();

      call.cancel(true);

      assertThat(fixture.call("next")).isInstanceOf(Done.class);
      silent.close();
      try (FakeAnthropic late =
          FakeAnthropic.start(FakeAnthropic.Options.DEFAULTS.withPort(silent.port()))) {
        await()
            .untilAsserted(
                () ->
                    assertThat(fixture.llm.call(provider, plain("y"), LlmFixture.LONG))
                        .isInstanceOf(Done.class));
        assertThat(late.calls()).isEqualTo(1);
      }
    }
  }

  private static ProgressListener onceBegun(CountDownLatch begun) {
    return new ProgressListener() {
      @Override
      public void begun() {
        begun.countDown();
      }

      @Override
      public void progress(long outputTokens) {}
    };
  }

  /** The listener may write to Redis, which may be slow: nobody upstream is to blame. */
  @Test
  void readerThatTakesItsTime_isNoStall_andGetsAll() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.llm.idle-timeout", "300ms")) {
      long[] last = {0};
      ProgressListener slow =
          tokens -> {
            if (last[0] == 0) {
              long begun = System.nanoTime();
              await().until(() -> System.nanoTime() - begun > Duration.ofSeconds(1).toNanos());
            }
            last[0] = tokens;
          };

      CallOutcome outcome =
          fixture.llm.call(
              fixture.anthropic(),
              streamed("[fake size=1000000]"),
              TimeBounds.of(LlmFixture.LONG),
              slow);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Done.class, done -> assertThat(done.answer().text()).hasSize(1_000_000));
      assertThat(last[0]).isEqualTo(250_000);
      assertThat(fixture.llm.pool()).isEqualTo(new PoolStats(1, 0, 1, 0, 1, 1));
    }
  }

  /** The status was read, and it says for certain that nothing is billed. */
  @Test
  void errorWhoseBodyOutlastsTheCall_isThatError() throws Exception {
    try (LlmFixture fixture = new LlmFixture()) {
      CallOutcome outcome =
          fixture.llm.call(
              fixture.anthropic(),
              plain("[fake status=429 fault=trickle pace=5ms]"),
              Duration.ofMillis(300));

      assertThat(outcome).isInstanceOf(RetryAfter.class);
    }
  }

  /** HTTP allows no line break in a header, and an exception says what it found there. */
  @Test
  void keyThatNoHeaderMayHold_makesNoCall_andIsNotSaid() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "1", "swarm.pool.min", "0")) {
      var provider =
          new Agent.Provider(Agent.Protocol.ANTHROPIC, fixture.fake.baseUrl(), "broken\r\nkey");

      CallOutcome outcome = fixture.llm.call(provider, plain("x"), LlmFixture.LONG);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              NotMade.class,
              call ->
                  assertThat(call.message()).contains("no connection").doesNotContain("broken"));
      assertThat(fixture.call("next")).isInstanceOf(Done.class);
      assertThat(fixture.fake.calls()).isEqualTo(1);
      assertThat(fixture.fake.connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void closedPool_makesNoCall() throws InterruptedException, ExecutionException {
    try (LlmFixture fixture = new LlmFixture()) {
      fixture.call("x");
      fixture.llm.close();

      assertThat(fixture.call("y")).isInstanceOf(NotMade.class);
    }
  }
}
