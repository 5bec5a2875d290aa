package dev.swarmworker.monitor;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.AgentListener;
import dev.swarmworker.history.EventLog;
import dev.swarmworker.history.EventType;
import dev.swarmworker.llm.PoolListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Agents that fall out and come back, and a pool that cannot serve, as events. Thread-safe.
 *
 * <p>Knows neither the agents nor the pool: both are made with it.
 */
final class HealthEvents implements AgentListener, PoolListener {

  /** An exhausted pool fails many calls together, which must not push all else out of history. */
  private static final long BETWEEN_EXHAUSTIONS = Duration.ofSeconds(1).toNanos();

  private final EventLog events;
  private final LongSupplier ticker;
  private final AtomicLong quietUntil;

  /**
   * @param ticker nanoseconds, growing
   */
  HealthEvents(EventLog events, LongSupplier ticker) {
    this.events = events;
    this.ticker = ticker;
    this.quietUntil = new AtomicLong(ticker.getAsLong());
  }

  @Override
  public void unhealthy(Agent agent) {
    events.append(EventType.AGENT_UNHEALTHY, null, agent.id(), null, null);
  }

  @Override
  public void recovered(Agent agent) {
    events.append(EventType.AGENT_RECOVERED, null, agent.id(), null, null);
  }

  @Override
  public void exhausted(String detail) {
    long now = ticker.getAsLong();
    long until = quietUntil.get();
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + BETWEEN_EXHAUSTIONS)) {
      events.append(EventType.POOL_EXHAUSTED, null, null, null, detail);
    }
  }
}
