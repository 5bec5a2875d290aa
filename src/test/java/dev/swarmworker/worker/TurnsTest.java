package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.AgentListener;
import dev.swarmworker.agent.IndexedAgents;
import dev.swarmworker.agent.SelectionPolicy;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that wait for an agent who is full, while there are permits enough. */
@Timeout(60)
class TurnsTest {

  private static final Duration AGEING = Duration.ofSeconds(10);
  private static final Duration COOL_DOWN = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final Permits permits = new Permits(10, AGEING, nanos::get);
  private final InFlight inFlight = new InFlight(nanos::get);
  private final IndexedAgents agents =
      new IndexedAgents(
          new IndexedAgents.Settings(SelectionPolicy.LEAST_LOADED, 1, COOL_DOWN),
          nanos::get,
          new Nobody());
  private final Turns turns = new Turns(permits, agents, InstantSource.system());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> served = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void twoAgents_oneCallEach() {
    put("x");
    put("y");
  }

  private void put(String id) {
    Agent.Provider provider = new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "");
    agents.put(new Agent(id, id, Set.of(id), "model", null, provider, 1));
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void waitingForAFullAgent_areServedByPriority() throws Exception {
    Turn running = turn("running", "x", Priority.NORMAL);
    for (String priority : List.of("BACKGROUND", "LOW", "NORMAL", "HIGH", "CRITICAL")) {
      waiting(priority, "x", Priority.valueOf(priority));
    }

    running.close();

    await().until(() -> served.size() == 5);
    assertThat(served).containsExactly("CRITICAL", "HIGH", "NORMAL", "LOW", "BACKGROUND");
    assertThat(permits.snapshot().inUse()).isZero();
  }

  @Test
  void waitingForAFullAgent_age() throws Exception {
    Turn running = turn("running", "x", Priority.NORMAL);
    waiting("background", "x", Priority.BACKGROUND);
    nanos.addAndGet(AGEING.multipliedBy(5).toNanos());
    waiting("critical", "x", Priority.CRITICAL);

    running.close();

    await().until(() -> served.size() == 2);
    assertThat(served).containsExactly("background", "critical");
  }

  @Test
  void waitingForAFullAgent_keepNobodyWaitingWhoWantsAnother() throws Exception {
    Turn running = turn("running", "x", Priority.NORMAL);
    waiting("first", "x", Priority.CRITICAL);

    turn("other", "y", Priority.BACKGROUND).close();

    assertThat(served).isEmpty();
    running.close();
    await().until(() -> served.contains("first"));
  }

  @Test
  void newcomer_doesNotGoBeforeWhoWaits() throws Exception {
    Turn running = turn("running", "x", Priority.NORMAL);
    waiting("high", "x", Priority.HIGH);
    waiting("low", "x", Priority.LOW);

    running.close();
    turn("newcomer", "x", Priority.NORMAL).close();

    assertThat(served).contains("high");
    await().until(() -> served.size() == 2);
  }

  @Test
  void stoppedWhileWaiting_leavesTheSlotToTheNext() throws Exception {
    Turn running = turn("running", "x", Priority.NORMAL);
    waiting("stopped", "x", Priority.CRITICAL);
    waiting("next", "x", Priority.LOW);

    inFlight.stop(new TaskId("stopped"), Reason.CANCELLED);
    await().until(() -> permits.snapshot().waiting() == 1);
    running.close();

    await().until(() -> served.contains("next"));
    assertThat(served).containsExactly("next");
  }

  @Test
  void agentBackFromItsCoolDown_isFoundByALookAgain() throws Exception {
    try (Turn.Taken failing = (Turn.Taken) turn("failing", "x", Priority.NORMAL)) {
      failing.assignment().failed();
    }
    waiting("patient", "x", Priority.NORMAL);
    permits.lookAgain();
    assertThat(permits.snapshot().waiting()).isEqualTo(1);

    nanos.addAndGet(COOL_DOWN.toNanos());
    permits.lookAgain();

    await().until(() -> served.contains("patient"));
  }

  @Test
  void nobodyCapable_isSaidAtOnce() throws Exception {
    try (Turn turn = turn("impossible", "z", Priority.NORMAL)) {
      assertThat(turn).isInstanceOf(Turn.NobodyCapable.class);
    }
    assertThat(permits.snapshot().inUse()).isZero();
  }

  /** Starts a task that waits for its turn, and returns once it does. */
  private void waiting(String id, String capability, Priority priority) {
    int before = permits.snapshot().waiting();
    var _ =
        threads.submit(
            () -> {
              try (Turn _ = turn(id, capability, priority)) {
                served.add(id);
              }
              return null;
            });
    await().until(() -> permits.snapshot().waiting() == before + 1);
  }

  private Turn turn(String id, String capability, Priority priority) throws Exception {
    Flight flight = inFlight.enter(new TaskId(id));
    try {
      return turns.await(task(id, capability, priority), flight);
    } finally {
      inFlight.leave(flight);
    }
  }

  private static Task task(String id, String capability, Priority priority) {
    return new Task(
        new TaskId(id),
        "coding",
        "do it",
        null,
        Task.Context.NONE,
        new Task.Requirements(Set.of(capability), null),
        Task.Constraints.NONE,
        Task.Overrides.NONE,
        priority);
  }

  private static final class Nobody implements AgentListener {
    @Override
    public void unhealthy(Agent agent) {}

    @Override
    public void recovered(Agent agent) {}
  }
}
