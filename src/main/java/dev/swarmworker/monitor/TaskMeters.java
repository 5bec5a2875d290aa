package dev.swarmworker.monitor;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.CatalogListener;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.TaskObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts tasks' lives. Every label is bounded by configuration or an enum: never a task id, a
 * tenant or a model that a task may name. What was counted of an agent goes with it, since a file
 * of agents may bring new names without end; to a rate that is as if the worker was restarted.
 */
@Singleton
final class TaskMeters implements TaskObserver, CatalogListener {

  private final MeterRegistry registry;
  private final Counter received;
  private final Counter granted;
  private final Counter held;
  private final Counter newer;
  private final Counter done;
  private final Map<Status, Timer> ended = new EnumMap<>(Status.class);
  private final Map<ErrorCode, Counter> deadLetters = new EnumMap<>(ErrorCode.class);
  private final ConcurrentMap<String, AgentMeters> agents = new ConcurrentHashMap<>();
  private final Counter leaseLosses;
  private final Counter ownershipLosses;

  TaskMeters(MeterRegistry registry) {
    this.registry = registry;
    received =
        Counter.builder("swarm.tasks.received")
            .description("Messages that brought a task, repeats included")
            .register(registry);
    granted = claims("granted");
    held = claims("held");
    newer = claims("newer");
    done = claims("done");
    leaseLosses =
        Counter.builder("swarm.lease.losses")
            .description("Leases that this worker lost while it worked")
            .register(registry);
    ownershipLosses =
        Counter.builder("swarm.ownership.losses")
            .description("Tasks taken over from an owner that fell silent")
            .register(registry);
    // A rate needs its zero. Not the calls: that would be a histogram for every agent and outcome.
    for (ErrorCode code : ErrorCode.values()) {
      deadLetters.put(code, deadLetters(code));
    }
    for (Status status : Status.values()) {
      if (status.isTerminal()) {
        ended.put(status, ended(status));
      }
    }
  }

  private Counter claims(String outcome) {
    return Counter.builder("swarm.claims")
        .description("Claims of tasks by outcome: granted, held, newer, done")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter deadLetters(ErrorCode code) {
    return Counter.builder("swarm.dead.letters")
        .description("Messages copied to the dead letters by error code")
        .tag("code", code.name())
        .register(registry);
  }

  private Timer ended(Status status) {
    return Timer.builder("swarm.tasks")
        .description("Tasks by terminal status, from claim to outcome")
        .tag("status", status.wireName())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(10))
        .maximumExpectedValue(Duration.ofHours(1))
        .register(registry);
  }

  /** A last call of an agent that has gone is counted still, until the agents are others again. */
  @Override
  public void arrived(List<Agent> present) {
    Set<String> ids = present.stream().map(Agent::id).collect(Collectors.toSet());
    agents.keySet().retainAll(ids);
    registry.getMeters().stream()
        .filter(meter -> AgentMeters.NAMES.contains(meter.getId().getName()))
        .filter(meter -> !ids.contains(meter.getId().getTag(AgentMeters.AGENT)))
        .forEach(registry::remove);
  }

  @Override
  public void received(TaskId id) {
    received.increment();
  }

  @Override
  public void claimed(TaskId id, int losses) {
    granted.increment();
    if (losses > 0) {
      ownershipLosses.increment();
    }
  }

  @Override
  public void held(TaskId id) {
    held.increment();
  }

  @Override
  public void newer(TaskId id) {
    newer.increment();
  }

  @Override
  public void republished(TaskId id) {
    done.increment();
  }

  @Override
  public void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {
    AgentMeters meters = of(agentId);
    meters.called(nameOf(outcome), took);
    if (outcome instanceof Done answered) {
      meters.paid(answered.answer().usage());
    }
  }

  private AgentMeters of(String agentId) {
    return agents.computeIfAbsent(agentId, id -> new AgentMeters(registry, id));
  }

  private static String nameOf(CallOutcome outcome) {
    return switch (outcome) {
      case Done _ -> "done";
      case RetryAfter _ -> "retry_after";
      case Rejected _ -> "rejected";
      case NotMade _ -> "not_made";
      case Unavailable _ -> "unavailable";
      case Unknown _ -> "unknown";
    };
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration wait, String why) {
    of(agentId).retried();
  }

  @Override
  public void ended(Result result) {
    Objects.requireNonNull(ended.get(result.status())).record(result.executionTime());
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    Objects.requireNonNull(deadLetters.get(code)).increment();
  }

  @Override
  public void leaseLost(TaskId id) {
    leaseLosses.increment();
  }
}
