package dev.swarmworker.agent;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Kinds of fleets, and what is asked of them. */
public enum Fleet {
  /** One capability, all agents have it. */
  ALL_CAPABLE {
    @Override
    Set<String> capabilities(int number) {
      return Set.of("coding");
    }

    @Override
    List<Demand> demands() {
      return List.of(demand("coding"));
    }
  },

  /** One capability, every tenth agent has it. */
  TENTH_CAPABLE {
    @Override
    Set<String> capabilities(int number) {
      return Set.of(number % 10 == 0 ? "coding" : "other-" + number % 10);
    }

    @Override
    List<Demand> demands() {
      return List.of(demand("coding"));
    }
  },

  /** Three capabilities needed together, all agents have them among others. */
  SEVERAL_NEEDED {
    @Override
    Set<String> capabilities(int number) {
      return Set.of("coding", "testing", "review", "docs");
    }

    @Override
    List<Demand> demands() {
      return List.of(demand("coding", "testing", "review"));
    }
  },

  /** No two agents have the same capabilities. */
  DISTINCT_SETS {
    @Override
    Set<String> capabilities(int number) {
      return Set.of("coding", "own-" + number);
    }

    @Override
    List<Demand> demands() {
      return List.of(demand("coding"));
    }
  },

  /** Twelve demands in turn, each met by another half of the agents. */
  MIXED_DEMANDS {
    @Override
    Set<String> capabilities(int number) {
      return Set.copyOf(
          IntStream.range(0, DEMANDS)
              .filter(
                  i -> number == i % 10 || Integer.bitCount(number * (i + 1) * 0x9E3779B1) % 2 == 0)
              .mapToObj(i -> "c" + i)
              .toList());
    }

    @Override
    List<Demand> demands() {
      return IntStream.range(0, DEMANDS).mapToObj(i -> demand("c" + i)).toList();
    }
  };

  private static final int DEMANDS = 12;
  private static final Agent.Provider PROVIDER =
      new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "none");

  abstract Set<String> capabilities(int number);

  abstract List<Demand> demands();

  /** That many agents under this policy, each with room for many calls. */
  IndexedAgents of(int count, SelectionPolicy policy) {
    IndexedAgents agents =
        new IndexedAgents(
            new IndexedAgents.Settings(policy, 5, java.time.Duration.ofSeconds(30)),
            System::nanoTime,
            new Nobody());
    for (int number = 0; number < count; number++) {
      agents.put(
          new Agent(
              "agent-" + number,
              "worker",
              withOne(capabilities(number), number),
              "model",
              null,
              PROVIDER,
              1_000));
    }
    return agents;
  }

  private static Set<String> withOne(Set<String> capabilities, int number) {
    return capabilities.isEmpty() ? Set.of("none-" + number % 10) : capabilities;
  }

  private static Demand demand(String... capabilities) {
    return new Demand(Set.of(capabilities), null, List.of(), Set.of());
  }

  private static final class Nobody implements AgentListener {
    @Override
    public void unhealthy(Agent agent) {}

    @Override
    public void recovered(Agent agent) {}
  }
}
