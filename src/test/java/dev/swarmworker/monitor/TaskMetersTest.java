package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskMetersTest {

  private static final CallOutcome ANSWERED =
      new CallOutcome.Done(new Answer("x", "m", new TokenUsage(1, 2, 3, 4), "end_turn", "r"));

  /** As Quarkus has it: one for all, above those that are scraped. */
  private final SimpleMeterRegistry scraped = new SimpleMeterRegistry();

  private final MeterRegistry registry = new CompositeMeterRegistry().add(scraped);
  private final TaskMeters meters = new TaskMeters(registry);

  private static Agent agent(String id) {
    return new Agent(
        id,
        "t",
        Set.of("c"),
        "m",
        null,
        new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "key"),
        1);
  }

  private void call(String agent) {
    meters.called(new TaskId("t"), agent, ANSWERED, Duration.ofSeconds(1));
    meters.retrying(new TaskId("t"), agent, 1, Duration.ZERO, "why");
  }

  @Test
  void agentsRenamedAgainAndAgain_leaveNoMetersBehind() {
    meters.arrived(List.of(agent("stays"), agent("name-0")));
    call("stays");
    call("name-0");
    int before = scraped.getMeters().size();

    for (int i = 1; i <= 1_000; i++) {
      meters.arrived(List.of(agent("stays"), agent("name-" + i)));
      call("name-" + i);
      call("name-" + (i - 1)); // its last call comes home
    }
    meters.arrived(List.of(agent("stays"), agent("name-1000")));

    assertThat(scraped.getMeters()).hasSize(before);
    assertThat(scraped.get("swarm.retries").tag("agent", "stays").counter().count()).isEqualTo(1);
    assertThat(scraped.get("swarm.retries").tag("agent", "name-1000").counter().count())
        .isEqualTo(1);
    assertThat(scraped.find("swarm.retries").tag("agent", "name-999").counter()).isNull();
  }

  @Test
  void agentThatComesBack_isCountedAnew() {
    call("a");
    meters.arrived(List.of(agent("b")));
    meters.arrived(List.of(agent("a")));

    call("a");

    assertThat(scraped.get("swarm.retries").tag("agent", "a").counter().count()).isEqualTo(1);
  }
}
