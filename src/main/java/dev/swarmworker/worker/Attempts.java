package dev.swarmworker.worker;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.llm.Call;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.llm.Llm;
import dev.swarmworker.llm.ProgressListener;
import dev.swarmworker.llm.Prompt;
import dev.swarmworker.llm.Prompt.Attachment;
import dev.swarmworker.llm.Question;
import dev.swarmworker.llm.TimeBounds;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.Task;
import dev.swarmworker.worker.CallPolicy.Verdict;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Upstream calls for one claimed task, until one settles it. Between two calls the task keeps its
 * lease, but holds neither permit nor agent.
 */
final class Attempts {

  private static final Duration NO_DEADLINE = Duration.ofDays(1);

  private final Llm llm;
  private final TaskStore store;
  private final Turns turns;
  private final SharedCalls shared;
  private final Settings settings;

  /**
   * What shapes attempts.
   *
   * @param policy what follows a call
   * @param timeout bound on one call, where the task does not say
   * @param prompt makes a call of a task
   * @param clock deadlines are held against it
   * @param observer is told
   */
  record Settings(
      CallPolicy policy,
      Duration timeout,
      Prompt prompt,
      InstantSource clock,
      TaskObserver observer) {}

  Attempts(Llm llm, TaskStore store, Turns turns, SharedCalls shared, Settings settings) {
    this.llm = llm;
    this.store = store;
    this.turns = turns;
    this.shared = shared;
    this.settings = settings;
  }

  /** The outcome of a task whose kept answer is to be settled no more; empty where it is. */
  Optional<Outcome> withoutSettling(int settlersLost) {
    return settings.policy().permitsSettlingAfter(settlersLost)
        ? Optional.empty()
        : Optional.of(Outcomes.unsettledAfter(settlersLost));
  }

  /** The outcome of a task that needs neither files nor calls for it; empty where it does. */
  Optional<Outcome> withoutCall(Run run) {
    Lease lease = run.lease();
    if (lease.cancelRequested()) {
      return Optional.of(Outcomes.cancelled());
    }
    if (run.turn() instanceof Turn.TooLate late) {
      return Optional.of(late.outcome());
    }
    return settings.policy().permitsAfter(lease.losses())
        ? Optional.empty()
        : Optional.of(Outcomes.unknownAfter(lease.losses()));
  }

  /**
   * Makes calls until there is an outcome.
   *
   * @param attachments go with each call
   * @throws StoppedException the flight was stopped, or the lease is lost
   */
  Outcome untilSettled(Run run, List<Attachment> attachments)
      throws StoppedException, InterruptedException {
    while (true) {
      switch (run.turn()) {
        case Turn.Draining _ -> throw new StoppedException(Reason.DRAINING);
        case Turn.TooLate late -> {
          return late.outcome();
        }
        case Turn.NobodyCapable nobody -> {
          return noCapableAgent(nobody.reason());
        }
        case Turn.Taken taken -> {
          switch (attempt(run, taken.assignment(), attachments)) {
            case Verdict.End end -> {
              return end.outcome();
            }
            case Verdict.Answered(KeptAnswer before) -> {
              run.assign(before.agentId(), before.completed().answer().model());
              return before.completed();
            }
            case Verdict.Again again -> {
              run.turn().close();
              announce(run, taken.agent(), again);
              standAside(run, again.pause());
            }
            case Verdict.Elsewhere elsewhere -> {
              run.turn().close();
              settings.observer().sharing(run.task().id(), elsewhere.pause());
              standAside(run, elsewhere.pause());
            }
          }
        }
      }
    }
  }

  private Verdict attempt(Run run, Assignment assignment, List<Attachment> attachments)
      throws StoppedException, InterruptedException {
    Agent agent = assignment.agent();
    Question question = settings.prompt().question(run.task(), attachments);
    Call call = question.to(agent);
    run.assign(agent.id(), call.model());
    return run.task().overrides().cache()
        ? shared.answered(run.task(), question, assignment, () -> upstream(run, assignment, call))
        : upstream(run, assignment, call);
  }

  private Verdict upstream(Run run, Assignment assignment, Call call)
      throws StoppedException, InterruptedException {
    run.beginAttempt();
    if (!run.isFirstAttempt()) {
      say(run, Status.RUNNING, assignment.agent().id(), run.attempt());
    }
    Duration left = left(run.task());
    if (!left.isPositive()) {
      return new Verdict.End(Outcomes.deadlineExceeded());
    }
    Duration own = run.task().constraints().timeout();
    TimeBounds bounds = new TimeBounds(own == null ? settings.timeout() : own, left);
    CallOutcome outcome = call(run, assignment, call, bounds);
    return settings.policy().judge(outcome, run.task(), run.tally(), now());
  }

  private CallOutcome call(Run run, Assignment assignment, Call call, TimeBounds bounds)
      throws StoppedException, InterruptedException {
    Agent agent = assignment.agent();
    settings.observer().started(run.task().id(), agent.id(), run.attempt(), bounds.longest());
    long asked = System.nanoTime();
    CallOutcome outcome =
        run.flight().awaitCall(() -> llm.call(agent.provider(), call, bounds, progress(run)));
    run.endCall(outcome, now());
    long ended = System.nanoTime();
    report(outcome, assignment, ended - run.callBegun());
    Duration took = Duration.ofNanos(ended - asked);
    settings.observer().called(run.task().id(), agent.id(), outcome, took);
    return outcome;
  }

  private static ProgressListener progress(Run run) {
    run.flight().progress(0);
    return new ProgressListener() {
      @Override
      public void begun() throws InterruptedException {
        run.flight().beginCall();
        run.beginCall(System.nanoTime());
      }

      @Override
      public void progress(long outputTokens) {
        run.flight().progress(outputTokens);
      }
    };
  }

  /**
   * Tells an agent what its call has come to.
   *
   * @param nanos what it took from its beginning, the wait for a place in the pool left out
   */
  static void report(CallOutcome outcome, Assignment assignment, long nanos) {
    switch (outcome) {
      case Done _ -> assignment.succeeded(nanos);
      case Rejected _ -> assignment.refused();
      case RetryAfter later -> {
        if (later.overloaded()) {
          assignment.failed();
        } else {
          assignment.ignored();
        }
      }
      case NotMade notMade -> {
        switch (notMade.reason()) {
          case NO_PLACE, HURRIED -> assignment.ignored();
          case UNREACHABLE -> assignment.failed();
        }
      }
      case Unavailable _ -> assignment.failed();
      case Unknown unknown -> {
        switch (unknown.end()) {
          case HURRIED -> assignment.ignored();
          case BROKEN, TIMED_OUT -> assignment.failed();
        }
      }
    }
  }

  private void announce(Run run, Agent agent, Verdict.Again again)
      throws StoppedException, InterruptedException {
    settings
        .observer()
        .retrying(run.task().id(), agent.id(), run.attempt(), again.pause(), again.why());
    say(run, Status.RETRYING, agent.id(), run.attempts());
  }

  /** Waits, at most until the deadline, and then for a turn, perhaps with another agent. */
  private void standAside(Run run, Duration pause) throws StoppedException, InterruptedException {
    Duration left = left(run.task());
    Duration bound = left.compareTo(pause) < 0 ? left : pause;
    run.flight().pause(bound);
    run.take(turns.await(run.task(), run.flight()));
  }

  private void say(Run run, Status status, String agentId, int calls)
      throws StoppedException, InterruptedException {
    Renewal renewal =
        run.flight()
            .await(
                () -> Patience.outlast(() -> store.progress(run.lease(), status, agentId, calls)));
    switch (renewal) {
      case KEPT -> {}
      case CANCEL_REQUESTED -> throw new StoppedException(Reason.CANCELLED);
      case LOST -> throw new StoppedException(Reason.LEASE_LOST);
    }
  }

  /** Until the deadline; long where there is none. */
  private Duration left(Task task) {
    Instant deadline = task.constraints().deadline();
    return deadline == null ? NO_DEADLINE : Duration.between(now(), deadline);
  }

  private Instant now() {
    return settings.clock().instant();
  }

  private static Outcome noCapableAgent(String reason) {
    return new Outcome.Failed(new Failure(ErrorCode.NO_CAPABLE_AGENT, reason, false));
  }
}
