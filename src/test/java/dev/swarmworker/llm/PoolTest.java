package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static dev.swarmworker.llm.LlmFixture.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.local.FakeAnthropic;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound on connections, their reuse, and what an aborted call leaves behind. */
@QuarkusTest
class PoolTest {

  @Test
  void manyCalls_useNoMoreThanTheMaximum() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "5");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CallOutcome>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(threads.submit(() -> fixture.call("[fake latency=200ms]")));
      }
      for (Future<CallOutcome> call : calls) {
        assertThat(call.get()).isInstanceOf(Done.class);
      }

      assertThat(fixture.fake.maxConcurrent()).isEqualTo(5);
      assertThat(fixture.fake.connectionsOpened()).isEqualTo(5);
      assertThat(fixture.llm.pool()).isEqualTo(new PoolStats(5, 0, 5, 0, 5, 50));
      assertThat(fixture.llm.pool().reuse()).isEqualTo(0.9);
    }
  }

  @Test
  void exhaustedPool_makesNoCallAndIsTold() throws Exception {
    try (LlmFixture fixture =
            new LlmFixture(
                "swarm.pool.max",
                "1",
                "swarm.pool.min",
                "1",
                "swarm.pool.acquire-timeout",
                "100ms");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CallOutcome> holder = threads.submit(() -> fixture.call("[fake id=h fault=hang]"));
      await().until(() -> fixture.fake.calls("h") == 1);

      CallOutcome outcome = fixture.call("second");

      String message = "no free connection within PT0.1S: all 1 are in use";
      assertThat(outcome).isEqualTo(new NotMade(Reason.NO_PLACE, message));
      assertThat(fixture.exhausted).containsExactly(message);
      assertThat(fixture.llm.pool().inUse()).isEqualTo(1);
      holder.cancel(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "stall"})
  void interruption_abortsTheCallAndFreesItsPlace(String fault) throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "1", "swarm.pool.min", "1");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Call call = streamed("[fake id=victim size=3000 fault=" + fault + "]");
      Future<Throwable> caught = threads.submit(() -> thrownBy(fixture, call));
      await().until(() -> fixture.fake.calls("victim") == 1);

      threads.shutdownNow();

      assertThat(caught.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      await().untilAsserted(() -> assertThat(fixture.fake.aborted()).isEqualTo(1));
      assertThat(fixture.call("next")).isInstanceOf(Done.class);
      assertThat(fixture.llm.pool().total()).isEqualTo(1);
      assertThat(fixture.llm.pool().inUse()).isZero();
    }
  }

  private static Throwable thrownBy(LlmFixture fixture, Call call) {
    try {
      return new AssertionError(fixture.call(call).toString());
    } catch (InterruptedException e) {
      return e;
    }
  }

  @Test
  void interruptedThread_doesNotCall() throws Exception {
    try (LlmFixture fixture = new LlmFixture()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> fixture.call("x")).isInstanceOf(InterruptedException.class);
      assertThat(fixture.fake.calls()).isZero();
    }
  }

  @Test
  void withoutKeepAlive_eachCallHasAConnectionOfItsOwn() throws Exception {
    try (LlmFixture fixture =
        new LlmFixture(
            "swarm.pool.keep-alive", "false", "swarm.pool.max", "1", "swarm.pool.min", "0")) {
      for (int i = 0; i < 5; i++) {
        assertThat(fixture.call("x")).isInstanceOf(Done.class);
        assertThat(fixture.call(streamed("x"))).isInstanceOf(Done.class);
      }

      assertThat(fixture.fake.connectionsOpened()).isEqualTo(10);
      assertThat(fixture.llm.pool().reuse()).isZero();
      await().untilAsserted(() -> assertThat(fixture.llm.pool().total()).isZero());
    }
  }

  @Test
  void idleConnections_areClosedAfterTheirTime() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.idle-timeout", "1s")) {
      fixture.call("x");
      assertThat(fixture.llm.pool().idle()).isEqualTo(1);

      await().untilAsserted(() -> assertThat(fixture.fake.openConnections()).isZero());

      await().untilAsserted(() -> assertThat(fixture.llm.pool().total()).isZero());
    }
  }

  @Test
  void maximum_holdsOverAllEndpoints() throws Exception {
    try (LlmFixture fixture = new LlmFixture("swarm.pool.max", "2");
        FakeAnthropic other = FakeAnthropic.start();
        FakeAnthropic third = FakeAnthropic.start()) {
      for (FakeAnthropic fake : List.of(fixture.fake, other, third, fixture.fake, third, other)) {
        Agent.Provider provider =
            new Agent.Provider(Agent.Protocol.ANTHROPIC, fake.baseUrl(), LlmFixture.KEY);

        assertThat(fixture.llm.call(provider, plain("x"), LlmFixture.LONG))
            .isInstanceOf(Done.class);

        await().untilAsserted(() -> assertThat(fixture.llm.pool().total()).isBetween(1, 2));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          fixture.fake.openConnections()
                              + other.openConnections()
                              + third.openConnections())
                      .isEqualTo(2));
    }
  }

  @Test
  void warmUp_opensTheMinimumSoThatTheFirstCallFindsOne() throws Exception {
    try (LlmFixture fixture = new LlmFixture()) {
      new Warmup(fixture.llm, 3).start(List.of(fixture.anthropic())).await();
      await().untilAsserted(() -> assertThat(fixture.fake.openConnections()).isEqualTo(3));

      fixture.call("x");

      assertThat(fixture.fake.connectionsOpened()).isEqualTo(3);
      assertThat(fixture.fake.calls()).isEqualTo(1);
    }
  }

  @Test
  void warmUp_withoutAnEndpoint_isNoError() throws Exception {
    try (LlmFixture fixture = new LlmFixture()) {
      fixture.fake.close();

      new Warmup(fixture.llm, 2).start(List.of(fixture.anthropic())).await();

      assertThat(fixture.llm.pool().total()).isZero();
      assertThat(fixture.llm.pool().waiting()).isZero();
    }
  }
}
