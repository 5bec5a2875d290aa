package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.LlmStatus.BreakerState;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BreakerTest {
  private LlmFixture fixture;

  @BeforeEach
  void open() {
    fixture =
        new LlmFixture(
            "swarm.llm.breaker.request-volume", "4",
            "swarm.llm.breaker.failure-ratio", "0.5",
            "swarm.llm.breaker.delay", "300ms");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private BreakerState state() {
    return fixture.llm.breakers().get("ANTHROPIC at " + fixture.fake.baseUrl());
  }

  @Test
  void repeatedFailures_openIt_andASuccessClosesIt() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(fixture.call("[fake id=a status=500]")).isInstanceOf(Unavailable.class);
    }
    assertThat(state()).isEqualTo(BreakerState.OPEN);

    NotMade refused = (NotMade) fixture.call("[fake id=b]");
    assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(refused.message()).contains("circuit breaker").contains("open");
    assertThat(fixture.fake.calls("b")).isZero();

    await().until(() -> fixture.call("[fake id=b]") instanceof Done);
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void failedProbe_opensItAgain() throws Exception {
    for (int i = 0; i < 4; i++) {
      fixture.call("[fake status=529]");
    }

    await().until(() -> fixture.call("[fake id=probe status=529]") instanceof RetryAfter);

    assertThat(fixture.fake.calls("probe")).isEqualTo(1);
    assertThat(state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void tasksThatDoNotWait_leaveItClosed() throws Exception {
    for (int i = 0; i < 8; i++) {
      fixture.llm.call(
          fixture.anthropic(), LlmFixture.plain("[fake fault=hang]"), Duration.ofMillis(50));
    }

    assertThat(state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void callsThatTakeAllTheTimeThereIs_openIt() throws Exception {
    try (LlmFixture hanging =
        new LlmFixture("swarm.llm.timeout", "50ms", "swarm.llm.breaker.request-volume", "4")) {
      for (int i = 0; i < 4; i++) {
        hanging.llm.call(
            hanging.anthropic(), LlmFixture.plain("[fake fault=hang]"), Duration.ofMillis(50));
      }

      assertThat(hanging.llm.breakers().values()).containsExactly(BreakerState.OPEN);
    }
  }

  @Test
  void refusalsAndRateLimits_leaveItClosed() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(fixture.call("[fake status=429]")).isInstanceOf(RetryAfter.class);
      assertThat(fixture.call("[fake status=401]")).isInstanceOf(Rejected.class);
    }

    assertThat(state()).isEqualTo(BreakerState.CLOSED);
    assertThat(fixture.call("x")).isInstanceOf(Done.class);
  }
}
