package dev.swarmworker.agent;

import static dev.swarmworker.agent.TestAgents.agent;
import static dev.swarmworker.agent.TestAgents.assigned;
import static dev.swarmworker.agent.TestAgents.demand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IndexedAgentsStressTest {

  private static final int LIMIT = 3;

  @ParameterizedTest
  @ValueSource(ints = {4, 64})
  void manyThreadsAndChanges_neverExceedALimitAndGiveAllBack(int count) throws Exception {
    // Given agents that fail now and then, recover at once, and are configured anew meanwhile
    IndexedAgents agents =
        new IndexedAgents(
            new IndexedAgents.Settings(SelectionPolicy.PERFORMANCE_BASED, 2, Duration.ofNanos(1)),
            System::nanoTime,
            new Ignoring());
    for (int i = 0; i < count; i++) {
      agents.put(agent("a" + i, LIMIT, "x", "y" + i % 4));
    }
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    List<Callable<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Random random = new Random(i);
      workers.add(
          () -> {
            int served = 0;
            for (int round = 0; round < 500; round++) {
              Demand demand = random.nextBoolean() ? demand("x") : demand("x", "y" + round % 4);
              switch (agents.select(demand)) {
                case Selection.Assigned assigned -> {
                  use(assigned.assignment(), demand, running, random);
                  served++;
                }
                case Selection.Busy _ -> {}
                case Selection.NoneCapable none -> throw new AssertionError(none.reason());
              }
            }
            return served;
          });
    }
    workers.add(
        () -> {
          for (int round = 0; round < 500; round++) {
            int i = round % count;
            agents.put(agent("a" + i, LIMIT, "x", "y" + i % 4, "z" + round));
            assertThat(agents.list()).hasSizeBetween(count, count + 1);
          }
          return 0;
        });

    workers.add(
        () -> {
          for (int round = 0; round < 500; round++) {
            agents.put(agent("passing" + round, LIMIT, "x"));
            agents.remove("passing" + round);
          }
          return 0;
        });

    // When
    int served = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> worker : threads.invokeAll(workers)) {
        served += worker.get();
      }
    }

    // Then every slot is back, and all can be taken again
    assertThat(served).isPositive();
    assertThat(agents.list()).hasSize(count).allMatch(view -> view.inFlight() == 0);
    for (int i = 0; i < count * LIMIT; i++) {
      assigned(agents.select(demand("x"))).succeeded(1); // a probe lets the others in
    }
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());
    assertThat(agents.list()).allMatch(view -> view.healthy() && view.inFlight() == LIMIT);
  }

  private static void use(
      Assignment assignment, Demand demand, Map<String, AtomicInteger> running, Random random) {
    AtomicInteger calls =
        running.computeIfAbsent(assignment.agent().id(), _ -> new AtomicInteger());
    try (assignment) {
      assertThat(calls.incrementAndGet()).isLessThanOrEqualTo(LIMIT);
      assertThat(assignment.agent().capabilities()).containsAll(demand.capabilities());
      switch (random.nextInt(3)) {
        case 0 -> assignment.failed();
        case 1 -> assignment.succeeded(random.nextInt(1_000_000));
        default -> {}
      }
      calls.decrementAndGet();
    }
  }

  private static final class Ignoring implements AgentListener {
    @Override
    public void unhealthy(Agent agent) {}

    @Override
    public void recovered(Agent agent) {}
  }
}
