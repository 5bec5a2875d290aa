package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent.Protocol;
import dev.swarmworker.agent.Agents.Assignment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of its agents' configuration a worker is known by. */
class FingerprintTest {

  private static final Agent A = agent("a", "m", "http://x", "key", 1);
  private static final Agent B = agent("b", "m", "http://x", "key", 1);

  private static Agent agent(String id, String model, String url, String key, int calls) {
    return new Agent(
        id,
        "t",
        Set.of("c", "d", "e"),
        model,
        null,
        new Agent.Provider(Protocol.ANTHROPIC, url, key),
        calls);
  }

  private static IndexedAgents of(Agent... agents) {
    IndexedAgents indexed =
        new IndexedAgents(
            TestAgents.settings(SelectionPolicy.LEAST_LOADED),
            System::nanoTime,
            new TestAgents.Diary());
    List.of(agents).forEach(indexed::put);
    return indexed;
  }

  @Test
  void sameAgents_inWhateverOrder_areNamedAlike() {
    assertThat(of(A, B).configuration()).isEqualTo(of(B, A).configuration());
    assertThat(of(A, B, A, B).configuration()).isEqualTo(of(A, B).configuration());
  }

  @Test
  void agentTakenOut_isForgotten() {
    IndexedAgents agents = of(A, B);

    agents.remove("b");

    assertThat(agents.configuration()).isEqualTo(of(A).configuration());
  }

  /** Its answer must not be kept as one of the agents that came after it was chosen. */
  @Test
  void callOfAnAgentChosenBeforeAReplacement_goesOnUnderTheNameOfThen() {
    IndexedAgents agents = of(A);
    Assignment before = TestAgents.assigned(agents.select(TestAgents.demand("c")));

    agents.replace(List.of(agent("a", "n", "http://x", "key", 2)));

    Assignment after = TestAgents.assigned(agents.select(TestAgents.demand("c")));
    assertThat(before.agent()).isEqualTo(A);
    assertThat(before.configuration()).isEqualTo(of(A).configuration());
    assertThat(after.configuration())
        .isEqualTo(agents.configuration())
        .isNotEqualTo(before.configuration());
  }

  @Test
  void whatShapesAnswers_counts() {
    assertThat(
            List.of(
                    of(A),
                    of(A, B),
                    of(agent("c", "m", "http://x", "key", 1)),
                    of(agent("a", "n", "http://x", "key", 1)),
                    of(agent("a", "m", "http://y", "key", 1)),
                    of(new Agent("a", "t", Set.of("c"), "m", null, A.provider(), 1)),
                    of(new Agent("a", "u", A.capabilities(), "m", null, A.provider(), 1)),
                    of(new Agent("a", "t", A.capabilities(), "m", "", A.provider(), 1)),
                    of(new Agent("a", "t", A.capabilities(), "m", "Be brief.", A.provider(), 1)))
                .stream()
                .map(IndexedAgents::configuration))
        .doesNotHaveDuplicates();
  }

  @Test
  void whoPaysAndHowManyAtOnce_doesNot() {
    assertThat(of(agent("a", "m", "http://x", "other", 7)).configuration())
        .isEqualTo(of(A).configuration());
  }
}
