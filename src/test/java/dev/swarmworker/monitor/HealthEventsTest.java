package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agent.Protocol;
import dev.swarmworker.agent.Agent.Provider;
import dev.swarmworker.history.Event;
import dev.swarmworker.history.EventHistory;
import dev.swarmworker.history.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthEventsTest {

  private static final Agent AGENT =
      new Agent(
          "coder",
          "coder",
          Set.of("coding"),
          "model",
          null,
          new Provider(Protocol.ANTHROPIC, "http://upstream", "secret"),
          1);

  private final EventHistory history = new EventHistory("w", () -> Instant.EPOCH, 100);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);
  private final HealthEvents events = new HealthEvents(history, now::get);

  @Test
  void agentsFallAndReturn_areEventsThatNameItAlone() {
    events.unhealthy(AGENT);
    events.recovered(AGENT);

    assertThat(history.recent(10))
        .extracting(Event::type, Event::agentId, Event::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(EventType.AGENT_UNHEALTHY, "coder", null),
            org.assertj.core.groups.Tuple.tuple(EventType.AGENT_RECOVERED, "coder", null));
  }

  @Test
  void exhaustedPool_isToldOnceASecondAtMost() {
    events.exhausted("first");
    events.exhausted("at once");
    now.addAndGet(Duration.ofMillis(999).toNanos());
    events.exhausted("too soon");
    now.addAndGet(Duration.ofMillis(1).toNanos());
    events.exhausted("second");

    assertThat(history.recent(10))
        .allMatch(event -> event.type() == EventType.POOL_EXHAUSTED)
        .extracting(Event::detail)
        .containsExactly("first", "second");
  }
}
