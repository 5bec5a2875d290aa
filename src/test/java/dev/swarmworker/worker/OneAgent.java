package dev.swarmworker.worker;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Demand;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One agent that can do everything and is never full. */
final class OneAgent implements Agents {

  /** Of all its assignments. */
  static final String CONFIGURATION = "one agent";

  /** Those taken and not given back. */
  final AtomicInteger slots = new AtomicInteger();

  /** What its answers took, in nanoseconds. */
  final Queue<Long> latencies = new ConcurrentLinkedQueue<>();

  private static final Agent AGENT = named("coder");

  private static Agent named(String id) {
    return new Agent(
        id,
        "coder",
        Set.of("coding"),
        "m",
        null,
        new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "key"),
        10);
  }

  /** A slot of an agent of this name, chosen while all were configured so. */
  static Assignment assignment(String agentId, String configuration) {
    return new OneAgent().new Slot(named(agentId), configuration);
  }

  @Override
  public Selection select(Demand demand) {
    slots.incrementAndGet();
    return new Selection.Assigned(new Slot(AGENT, CONFIGURATION));
  }

  @Override
  public List<AgentView> list() {
    return List.of(new AgentView(AGENT, 0, true));
  }

  private final class Slot implements Assignment {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Agent agent;
    private final String configuration;

    Slot(Agent agent, String configuration) {
      this.agent = agent;
      this.configuration = configuration;
    }

    @Override
    public Agent agent() {
      return agent;
    }

    @Override
    public String configuration() {
      return configuration;
    }

    @Override
    public void succeeded(long nanos) {
      latencies.add(nanos);
    }

    @Override
    public void refused() {}

    @Override
    public void failed() {}

    @Override
    public void ignored() {}

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        slots.decrementAndGet();
      }
    }
  }
}
