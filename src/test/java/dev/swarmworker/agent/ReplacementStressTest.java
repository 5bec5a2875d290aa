package dev.swarmworker.agent;

import static dev.swarmworker.agent.TestAgents.agent;
import static dev.swarmworker.agent.TestAgents.demand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All agents replaced at once, again and again, while tasks take and give back their slots. */
@Timeout(60)
class ReplacementStressTest {

  private static final int LIMIT = 3;
  private static final int STAYING = 8;
  private static final int MANY = 1_000;
  private static final int REPLACEMENTS = 2_000;

  /** One who is in both stays as it is; who has the last word is another in each. */
  private static final List<Agent> ONE = with(agent("one", MANY, "word"), agent("x", 1, "odd"));

  private static final List<Agent> OTHER = with(agent("other", MANY, "word"), agent("x", 2, "y"));

  private final IndexedAgents agents =
      new IndexedAgents(
          TestAgents.settings(SelectionPolicy.LEAST_LOADED),
          System::nanoTime,
          new TestAgents.Diary());
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger[] running =
      Stream.generate(AtomicInteger::new).limit(STAYING).toArray(AtomicInteger[]::new);

  private static List<Agent> with(Agent... own) {
    return Stream.concat(
            Stream.of(own),
            IntStream.range(0, STAYING).mapToObj(i -> agent("stays" + i, LIMIT, "stays")))
        .toList();
  }

  @Test
  void choicesMeanwhile_seeOneSetOrTheOther_andEverySlotComesBack() throws Exception {
    agents.replace(ONE);
    List<Callable<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      threads.add(this::useWhoHasTheWord);
      threads.add(this::useWhoStays);
    }
    threads.add(this::replace);

    int served = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads.size())) {
      for (Future<Integer> thread : executor.invokeAll(threads)) {
        served += thread.get();
      }
    }

    assertThat(served).isPositive();
    assertThat(agents.list()).allMatch(view -> view.inFlight() == 0 && view.healthy());
    assertThat(agents.list().stream().map(Agents.AgentView::agent))
        .containsExactlyInAnyOrderElementsOf(ONE);
    for (int i = 0; i < STAYING * LIMIT; i++) {
      assertThat(agents.select(demand("stays"))).isInstanceOf(Selection.Assigned.class);
    }
    assertThat(agents.select(demand("stays"))).isEqualTo(new Selection.Busy());
  }

  private Integer replace() {
    for (int i = 0; i < REPLACEMENTS; i++) {
      agents.replace(OTHER);
      agents.replace(ONE);
    }
    over.set(true);
    return 0;
  }

  /** In either set there is exactly one, and never full: neither busy nor nobody is an answer. */
  private Integer useWhoHasTheWord() {
    int served = 0;
    while (!over.get()) {
      switch (agents.select(demand("word"))) {
        case Selection.Assigned assigned -> {
          assertThat(assigned.assignment().agent().id()).isIn("one", "other");
          assigned.assignment().close();
          served++;
        }
        case Selection.Busy _ -> throw new AssertionError("full");
        case Selection.NoneCapable none -> throw new AssertionError(none.reason());
      }
    }
    return served;
  }

  /** Whatever is changed beside them, their calls are counted on. */
  private Integer useWhoStays() {
    int served = 0;
    while (!over.get()) {
      switch (agents.select(demand("stays"))) {
        case Selection.Assigned assigned -> {
          use(assigned.assignment());
          served++;
        }
        case Selection.Busy _ -> Thread.onSpinWait();
        case Selection.NoneCapable none -> throw new AssertionError(none.reason());
      }
    }
    return served;
  }

  private void use(Assignment assignment) {
    int number = Integer.parseInt(assignment.agent().id().substring("stays".length()));
    try (assignment) {
      assertThat(running[number].incrementAndGet()).isLessThanOrEqualTo(LIMIT);
      running[number].decrementAndGet();
    }
  }
}
