package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any sequence of choices, reports and changes, held against a plain list that is searched. */
class IndexedAgentsModelTest {

  private static final List<String> CAPABILITIES = List.of("a", "b", "c", "d");
  private static final List<String> TYPES = List.of("t", "u");

  /** One agent as the model sees it. */
  private static final class Plain {
    Agent agent;
    int inFlight;
    int failures;
    boolean leftOut;

    Plain(Agent agent) {
      this.agent = agent;
    }

    boolean isCapable(Demand demand) {
      return agent.capabilities().containsAll(demand.capabilities())
          && (demand.type() == null || demand.type().equals(agent.type()))
          && !demand.excluded().contains(agent.id());
    }

    boolean isFree() {
      return !leftOut && inFlight < agent.maxConcurrency();
    }
  }

  private record Running(Plain plain, Assignment assignment) {}

  private final Map<String, Plain> model = new TreeMap<>();
  private final List<Running> running = new ArrayList<>();
  // Time stands still: who is left out stays so until an older call succeeds.
  private final IndexedAgents tested =
      new IndexedAgents(
          TestAgents.settings(SelectionPolicy.LEAST_LOADED),
          new ManualTicker(),
          new TestAgents.Diary());

  @Property(tries = 300)
  void anySequence_choosesAsAPlainSearchWould(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int ids) {
    IndexedAgentsModelTest run = new IndexedAgentsModelTest();
    Random random = new Random(seed);
    for (int i = 0; i < ids; i++) {
      run.put(random, ids);
    }
    for (int step = 0; step < 300; step++) {
      run.step(random, ids);
    }
    run.assertSameList();
  }

  private void step(Random random, int ids) {
    int kind = random.nextInt(100);
    if (kind < 55) {
      select(random, ids);
    } else if (kind < 95) {
      end(random);
    } else if (kind < 98) {
      put(random, ids);
    } else {
      remove("id" + random.nextInt(ids));
    }
  }

  private void put(Random random, int ids) {
    Agent agent =
        TestAgents.agent(
            "id" + random.nextInt(ids),
            TYPES.get(random.nextInt(TYPES.size())),
            1 + random.nextInt(3),
            some(random, 1));
    tested.put(agent);
    Plain known = model.get(agent.id());
    if (known == null) {
      model.put(agent.id(), new Plain(agent));
    } else {
      known.agent = agent;
    }
  }

  private void remove(String id) {
    tested.remove(id);
    model.remove(id);
  }

  private static Set<String> some(Random random, int least) {
    List<String> all = new ArrayList<>(CAPABILITIES);
    java.util.Collections.shuffle(all, random);
    return Set.copyOf(all.subList(0, least + random.nextInt(all.size() - least + 1)));
  }

  private void select(Random random, int ids) {
    Set<String> excluded = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      excluded.add("id" + random.nextInt(ids));
    }
    List<String> preferred =
        random.nextInt(4) > 0 ? List.of() : List.of("id" + random.nextInt(ids));
    String type = random.nextInt(3) > 0 ? null : TYPES.get(random.nextInt(TYPES.size()));
    Demand demand = new Demand(some(random, random.nextInt(2)), type, preferred, excluded);

    Selection selection = tested.select(demand);

    List<Plain> capable = model.values().stream().filter(p -> p.isCapable(demand)).toList();
    List<Plain> free = capable.stream().filter(Plain::isFree).toList();
    switch (selection) {
      case Selection.NoneCapable _ -> assertThat(capable).isEmpty();
      case Selection.Busy _ -> {
        assertThat(capable).isNotEmpty();
        assertThat(free).isEmpty();
      }
      case Selection.Assigned assigned -> {
        Plain chosen = model.get(assigned.assignment().agent().id());
        assertThat(free).contains(chosen);
        boolean preferredFree = free.stream().anyMatch(p -> preferred.contains(p.agent.id()));
        if (preferredFree) {
          assertThat(preferred).contains(chosen.agent.id());
        } else {
          assertThat(free).allMatch(p -> p.inFlight >= chosen.inFlight);
        }
        assertThat(assigned.assignment().agent()).isEqualTo(chosen.agent);
        chosen.inFlight++;
        running.add(new Running(chosen, assigned.assignment()));
      }
    }
  }

  private void end(Random random) {
    if (running.isEmpty()) {
      return;
    }
    Running ended = running.remove(random.nextInt(running.size()));
    Plain plain = ended.plain();
    switch (random.nextInt(4)) {
      case 0 -> {
        ended.assignment().succeeded(1_000);
        plain.failures = 0;
        plain.leftOut = false;
      }
      case 1, 2 -> {
        ended.assignment().failed();
        plain.failures++;
        plain.leftOut |= plain.failures >= 3;
      }
      default -> ended.assignment().ignored();
    }
    ended.assignment().close();
    plain.inFlight--;
  }

  private void assertSameList() {
    assertThat(tested.list())
        .isEqualTo(
            model.values().stream()
                .map(p -> new Agents.AgentView(p.agent, p.inFlight, !p.leftOut))
                .toList());
  }
}
