package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Any sequence of choices, reports and changes, held against a plain list that is searched. */
class IndexedAgentsModelTest {

  private static final List<String> CAPABILITIES = List.of("a", "b", "c", "d");
  private static final List<String> TYPES = List.of("t", "u");

  /** One agent as the model sees it. */
  private static final class Plain {
    Agent agent;
    int inFlight;
    int failures;
    Condition condition = Condition.WELL;
    long coolDownEnd;
    Performance performance = Performance.UNTRIED;

    Plain(Agent agent) {
      this.agent = agent;
    }

    boolean isCapable(Demand demand) {
      return agent.capabilities().containsAll(demand.capabilities())
          && (demand.type() == null || demand.type().equals(agent.type()))
          && !demand.excluded().contains(agent.id());
    }

    boolean isFree() {
      boolean admits = condition == Condition.WELL || condition == Condition.PROBE_DUE;
      return admits && inFlight < agent.maxConcurrency();
    }

    int level(SelectionPolicy policy) {
      return policy.level(inFlight, performance);
    }

    void answered() {
      condition = Condition.WELL;
      failures = 0;
    }

    void failed(boolean probe, long now) {
      performance = performance.failed();
      if (condition == Condition.WELL) {
        failures++;
      }
      boolean out =
          condition == Condition.WELL ? failures == 3 : probe && condition == Condition.PROBING;
      if (out) {
        failures = 0;
        condition = Condition.COOLING;
        coolDownEnd = now + TestAgents.COOL_DOWN.toNanos();
      }
    }

    void ignored(boolean probe) {
      if (probe && condition == Condition.PROBING) {
        condition = Condition.PROBE_DUE;
      }
    }

    void endCoolDown(long now) {
      if (condition == Condition.COOLING && now - coolDownEnd >= 0) {
        condition = Condition.PROBE_DUE;
      }
    }
  }

  private enum Condition {
    WELL,
    COOLING,
    PROBE_DUE,
    PROBING
  }

  private record Running(Plain plain, Assignment assignment, boolean probe) {}

  private final Map<String, Plain> model = new TreeMap<>();
  private final List<Running> running = new ArrayList<>();
  private final ManualTicker ticker = new ManualTicker();
  private SelectionPolicy policy = SelectionPolicy.LEAST_LOADED;
  private IndexedAgents tested = agentsChosenBy(policy);
  private int probes;

  /** Choices that no preference decided; of so many by performance, one passes over the best. */
  private int choices;

  private IndexedAgents agentsChosenBy(SelectionPolicy policy) {
    return new IndexedAgents(TestAgents.settings(policy), ticker, new TestAgents.Diary());
  }

  @Property(tries = 300)
  void anySequence_choosesAsAPlainSearchWould(
      @ForAll SelectionPolicy policy,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 200) int ids) {
    IndexedAgentsModelTest run = new IndexedAgentsModelTest();
    run.policy = policy;
    run.tested = run.agentsChosenBy(policy);
    Random random = new Random(seed);
    for (int i = 0; i < ids; i++) {
      run.put(random, ids);
    }
    for (int step = 0; step < 300; step++) {
      run.step(random, ids);
    }
    run.assertSameList();
    Statistics.label("calls that probe")
        .collect(run.probes > 0)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
  }

  private void step(Random random, int ids) {
    int kind = random.nextInt(100);
    if (kind < 55) {
      select(random, ids);
    } else if (kind < 93) {
      end(random);
    } else if (kind < 97) {
      ticker.advance(Duration.ofSeconds(random.nextInt(20)));
    } else if (kind < 98) {
      put(random, ids);
    } else if (kind < 99) {
      remove("id" + random.nextInt(ids));
    } else {
      replace(random, ids);
    }
  }

  private void put(Random random, int ids) {
    Agent agent = any(random, "id" + random.nextInt(ids));
    tested.put(agent);
    inModel(agent);
  }

  private static Agent any(Random random, String id) {
    return TestAgents.agent(
        id, TYPES.get(random.nextInt(TYPES.size())), 1 + random.nextInt(3), some(random, 1));
  }

  private void inModel(Agent agent) {
    Plain known = model.get(agent.id());
    if (known == null) {
      model.put(agent.id(), new Plain(agent));
    } else {
      known.agent = agent;
    }
  }

  /** Most stay, some are changed, some go, some come. */
  private void replace(Random random, int ids) {
    List<Agent> all = new ArrayList<>();
    int added = 0;
    int changed = 0;
    for (int i = 0; i < ids; i++) {
      Plain known = model.get("id" + i);
      int fate = random.nextInt(10);
      if (known == null && fate < 3) {
        all.add(any(random, "id" + i));
        added++;
      } else if (known != null && fate < 7) {
        all.add(known.agent);
      } else if (known != null && fate < 9) {
        Agent agent = any(random, "id" + i);
        all.add(agent);
        changed += agent.equals(known.agent) ? 0 : 1;
      }
    }
    Collections.shuffle(all, random);
    Set<String> stay = all.stream().map(Agent::id).collect(Collectors.toSet());
    int removed = (int) model.keySet().stream().filter(id -> !stay.contains(id)).count();

    IndexedAgents.Change change = tested.replace(all);

    assertThat(change).isEqualTo(new IndexedAgents.Change(added, changed, removed));
    model.keySet().retainAll(stay);
    all.forEach(this::inModel);
    assertSameList();
    assertThat(tested.configuration()).isEqualTo(named(all));
  }

  private static String named(List<Agent> agents) {
    Fingerprint fingerprint = new Fingerprint();
    agents.forEach(fingerprint::add);
    return fingerprint.name();
  }

  private void remove(String id) {
    tested.remove(id);
    model.remove(id);
  }

  private static Set<String> some(Random random, int least) {
    List<String> all = new ArrayList<>(CAPABILITIES);
    Collections.shuffle(all, random);
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

    model.values().forEach(plain -> plain.endCoolDown(ticker.getAsLong()));
    Selection selection = tested.select(demand);

    List<Plain> capable = model.values().stream().filter(p -> p.isCapable(demand)).toList();
    List<Plain> free = capable.stream().filter(Plain::isFree).toList();
    boolean preferredFree = free.stream().anyMatch(p -> preferred.contains(p.agent.id()));
    choices += preferredFree ? 0 : 1;
    switch (selection) {
      case Selection.NoneCapable _ -> assertThat(capable).isEmpty();
      case Selection.Busy _ -> {
        assertThat(capable).isNotEmpty();
        assertThat(free).isEmpty();
      }
      case Selection.Assigned assigned -> {
        Plain chosen = model.get(assigned.assignment().agent().id());
        assertThat(free).contains(chosen);
        if (preferredFree) {
          assertThat(preferred).contains(chosen.agent.id());
        } else if (!explores()) {
          assertThat(free).allMatch(p -> p.level(policy) >= chosen.level(policy));
        }
        assertThat(assigned.assignment().agent()).isEqualTo(chosen.agent);
        boolean probe = chosen.condition == Condition.PROBE_DUE;
        if (probe) {
          chosen.condition = Condition.PROBING;
          probes++;
        }
        chosen.inFlight++;
        running.add(new Running(chosen, assigned.assignment(), probe));
      }
    }
  }

  private boolean explores() {
    return policy == SelectionPolicy.PERFORMANCE_BASED && choices % 64 == 0;
  }

  private void end(Random random) {
    if (running.isEmpty()) {
      return;
    }
    Running ended = running.remove(random.nextInt(running.size()));
    Plain plain = ended.plain();
    switch (random.nextInt(6)) {
      case 0 -> {
        long nanos = random.nextLong(Duration.ofMinutes(1).toNanos());
        ended.assignment().succeeded(nanos);
        plain.performance = plain.performance.succeeded(nanos);
        plain.answered();
      }
      case 1 -> {
        ended.assignment().refused();
        plain.performance = plain.performance.failed();
        plain.answered();
      }
      case 2, 3, 4 -> {
        ended.assignment().failed();
        plain.failed(ended.probe(), ticker.getAsLong());
      }
      default -> {
        ended.assignment().ignored();
        plain.ignored(ended.probe());
      }
    }
    ended.assignment().close();
    plain.inFlight--;
  }

  private void assertSameList() {
    assertThat(tested.list())
        .isEqualTo(
            model.values().stream()
                .map(p -> new Agents.AgentView(p.agent, p.inFlight, p.condition == Condition.WELL))
                .toList());
  }
}
