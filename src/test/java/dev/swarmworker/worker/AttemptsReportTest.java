package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.AgentListener;
import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import dev.swarmworker.agent.Demand;
import dev.swarmworker.agent.IndexedAgents;
import dev.swarmworker.agent.SelectionPolicy;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.llm.CallOutcome.Unknown.End;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an agent's health makes of each outcome of a call. */
class AttemptsReportTest {

  private static final Duration COOL_DOWN = Duration.ofSeconds(30);
  private static final CallOutcome DONE =
      new CallOutcome.Done(new Answer("a", "m", TokenUsage.NONE, null, null));
  private static final CallOutcome REFUSED = new CallOutcome.Rejected(400, "no");
  private static final CallOutcome LATER = new CallOutcome.RetryAfter(null, false, "busy");
  private static final CallOutcome OVERLOADED = new CallOutcome.RetryAfter(null, true, "busy");
  private static final CallOutcome AWAY = new CallOutcome.Unavailable("away");
  private static final CallOutcome UNREACHABLE =
      new CallOutcome.NotMade(Reason.UNREACHABLE, "refused");
  private static final CallOutcome NO_PLACE = new CallOutcome.NotMade(Reason.NO_PLACE, "full");
  private static final CallOutcome UNKNOWN = new Unknown("reset", End.BROKEN);

  private final AtomicLong nanos = new AtomicLong();
  private final IndexedAgents agents =
      new IndexedAgents(
          new IndexedAgents.Settings(SelectionPolicy.LEAST_LOADED, 1, COOL_DOWN),
          nanos::get,
          new Nobody());

  static List<CallOutcome> answers() {
    return List.of(DONE, REFUSED);
  }

  static List<CallOutcome> failures() {
    return List.of(AWAY, OVERLOADED, UNREACHABLE, UNKNOWN, new Unknown("too long", End.TIMED_OUT));
  }

  static List<CallOutcome> noLessons() {
    return List.of(
        LATER,
        NO_PLACE,
        new Unknown("too long for the task", End.HURRIED),
        new CallOutcome.NotMade(Reason.HURRIED, "too late for the task"));
  }

  @ParameterizedTest
  @MethodSource("noLessons")
  void whatTheTaskOrThisWorkerBringsAbout_saysNothingOfTheAgent(CallOutcome outcome) {
    putOne();

    callEndsIn(outcome);

    assertThat(healthy()).isTrue();
    callEndsIn(AWAY);
    nanos.addAndGet(COOL_DOWN.toNanos());
    callEndsIn(outcome);
    assertThat(healthy()).as("an unhealthy one is not back").isFalse();
    callEndsIn(DONE);
    assertThat(healthy()).as("another probe is due at once").isTrue();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void probeIsAnswered_evenWithARefusal_theAgentIsBack(CallOutcome outcome) {
    putOne();
    callEndsIn(AWAY);
    nanos.addAndGet(COOL_DOWN.toNanos());

    callEndsIn(outcome);

    assertThat(healthy()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void upstreamFails_theAgentIsLeftOut(CallOutcome outcome) {
    putOne();

    callEndsIn(outcome);

    assertThat(healthy()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answer_leavesTheAgentHealthy(CallOutcome outcome) {
    putOne();

    callEndsIn(outcome);
    callEndsIn(LATER);

    assertThat(healthy()).isTrue();
  }

  @Test
  void ownPoolIsExhausted_saysNothingOfTheAgent() {
    putOne();

    callEndsIn(NO_PLACE);

    assertThat(healthy()).isTrue();
  }

  private void putOne() {
    Agent.Provider provider = new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "");
    agents.put(new Agent("a", "a", Set.of("x"), "model", null, provider, 1));
  }

  private void callEndsIn(CallOutcome outcome) {
    Selection selection = agents.select(new Demand(Set.of("x"), null, List.of(), Set.of()));
    assertThat(selection).isInstanceOf(Selection.Assigned.class);
    try (Assignment assignment = ((Selection.Assigned) selection).assignment()) {
      Attempts.report(outcome, assignment, 1);
    }
  }

  private boolean healthy() {
    return agents.list().getFirst().healthy();
  }

  private static final class Nobody implements AgentListener {
    @Override
    public void unhealthy(Agent agent) {}

    @Override
    public void recovered(Agent agent) {}
  }
}
