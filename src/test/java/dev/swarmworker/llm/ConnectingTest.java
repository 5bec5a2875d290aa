package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.local.FakeAnthropic;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that end while their connection is still being made: they surely did not run. */
@QuarkusTest
class ConnectingTest {
  private LlmFixture fixture;
  private SilentEndpoint silent;
  private Agent.Provider provider;

  @BeforeEach
  void open() throws Exception {
    fixture =
        new LlmFixture(
            "swarm.pool.max", "1", "swarm.pool.min", "0", "swarm.pool.connect-timeout", "1s");
    silent = new SilentEndpoint();
    provider = new Agent.Provider(Agent.Protocol.ANTHROPIC, silent.baseUrl(), LlmFixture.KEY);
  }

  @AfterEach
  void close() throws Exception {
    silent.close();
    fixture.close();
  }

  @Test
  void noConnectionInTime_makesNoCall() throws Exception {
    CallOutcome outcome = fixture.llm.call(provider, plain("x"), LlmFixture.LONG);

    assertThat(outcome).isInstanceOf(NotMade.class);
    assertThat(fixture.call("next")).isInstanceOf(Done.class);
  }

  @Test
  void timeoutWhileConnecting_makesNoCallThenOrLater() throws Exception {
    CallOutcome outcome = fixture.llm.call(provider, plain("x"), Duration.ofMillis(100));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotMade.class, call -> assertThat(call.reason()).isEqualTo(NotMade.Reason.HURRIED));
    assertThat(fixture.call("next")).isInstanceOf(Done.class);
    assertThat(fixture.llm.pool().inUse()).isZero();
  }

  @Test
  void connectionThatComesTooLate_isNotLostToThePool() throws Exception {
    // Given a call that gave up while its connection was being made
    int port = Integer.parseInt(provider.baseUrl().replaceFirst(".*:", ""));
    assertThat(fixture.llm.call(provider, plain("x"), Duration.ofMillis(50)))
        .isInstanceOf(NotMade.class);

    // When somebody answers at that address after all
    silent.close();
    try (FakeAnthropic fake = FakeAnthropic.start(FakeAnthropic.Options.DEFAULTS.withPort(port))) {

      // Then the only place for a connection is free, and the call given up was never made
      await()
          .untilAsserted(
              () ->
                  assertThat(fixture.llm.call(provider, plain("y"), Duration.ofSeconds(5)))
                      .isInstanceOf(Done.class));
      assertThat(fake.calls()).isEqualTo(1);
    }
  }
}
