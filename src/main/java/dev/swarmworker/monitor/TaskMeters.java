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
import dev.swarmworker.task.TokenUsage;
import dev.swarmworker.worker.TaskObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts tasks' lives. Every label is bounded by configuration or an enum: never a task id, a
 * tenant or a model that a task may name. What was counted of an agent goes with it, since a file
 * of agents may bring new names without end; to a rate that is as if the worker was restarted.
 */
@Singleton
final class TaskMeters implements TaskObserver, CatalogListener {

  private static final String AGENT = "agent";
  private static final Set<String> BY_AGENT =
      Set.of("gen_ai.client.operation.duration", "gen_ai.client.token.usage", "swarm.retries");

  private final MeterRegistry registry;
  private final Counter received;
  private final MeterProvider<Counter> claims;
  private final MeterProvider<Timer> ended;
  private final MeterProvider<Timer> calls;
  private final MeterProvider<Counter> tokens;
  private final MeterProvider<Counter> retries;
  private final MeterProvider<Counter> deadLetters;
  private final Counter leaseLosses;
  private final Counter ownershipLosses;

  TaskMeters(MeterRegistry registry) {
    this.registry = registry;
    received =
        Counter.builder("swarm.tasks.received")
            .description("Messages that brought a task, repeats included")
            .register(registry);
    claims =
        Counter.builder("swarm.claims")
            .description("Claims of tasks by outcome: granted, held, newer, done")
            .withRegistry(registry);
    ended =
        Timer.builder("swarm.tasks")
            .description("Tasks by terminal status, from claim to outcome")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(10))
            .maximumExpectedValue(Duration.ofHours(1))
            .withRegistry(registry);
    calls =
        Timer.builder("gen_ai.client.operation.duration")
            .description("Upstream calls by agent and outcome")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(10))
            .maximumExpectedValue(Duration.ofHours(1))
            .withRegistry(registry);
    tokens =
        Counter.builder("gen_ai.client.token.usage")
            .description("Tokens of completed calls by agent and kind")
            .withRegistry(registry);
    retries =
        Counter.builder("swarm.retries")
            .description("Further attempts after a failed one")
            .withRegistry(registry);
    deadLetters =
        Counter.builder("swarm.dead.letters")
            .description("Messages copied to the dead letters by error code")
            .withRegistry(registry);
    leaseLosses =
        Counter.builder("swarm.lease.losses")
            .description("Leases that this worker lost while it worked")
            .register(registry);
    ownershipLosses =
        Counter.builder("swarm.ownership.losses")
            .description("Tasks taken over from an owner that fell silent")
            .register(registry);
    // A rate needs its zero. Not the calls: that would be a histogram for every agent and outcome.
    for (String outcome : List.of("granted", "held", "newer", "done")) {
      claims.withTag("outcome", outcome);
    }
    for (ErrorCode code : ErrorCode.values()) {
      deadLetters.withTag("code", code.name());
    }
    for (Status status : Status.values()) {
      if (status.isTerminal()) {
        ended.withTag("status", status.wireName());
      }
    }
  }

  /** A last call of an agent that has gone is counted still, until the agents are others again. */
  @Override
  public void arrived(List<Agent> agents) {
    Set<String> ids = agents.stream().map(Agent::id).collect(Collectors.toSet());
    registry.getMeters().stream()
        .filter(meter -> BY_AGENT.contains(meter.getId().getName()))
        .filter(meter -> !ids.contains(meter.getId().getTag(AGENT)))
        .forEach(registry::remove);
  }

  @Override
  public void received(TaskId id) {
    received.increment();
  }

  @Override
  public void claimed(TaskId id, int losses) {
    claims.withTag("outcome", "granted").increment();
    if (losses > 0) {
      ownershipLosses.increment();
    }
  }

  @Override
  public void held(TaskId id) {
    claims.withTag("outcome", "held").increment();
  }

  @Override
  public void newer(TaskId id) {
    claims.withTag("outcome", "newer").increment();
  }

  @Override
  public void republished(TaskId id) {
    claims.withTag("outcome", "done").increment();
  }

  @Override
  public void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {
    calls.withTags(AGENT, agentId, "outcome", nameOf(outcome)).record(took);
    if (outcome instanceof Done done) {
      TokenUsage usage = done.answer().usage();
      count(agentId, "input", usage.inputTokens());
      count(agentId, "output", usage.outputTokens());
      count(agentId, "cache_read", usage.cacheReadTokens());
      count(agentId, "cache_write", usage.cacheWriteTokens());
    }
  }

  private void count(String agentId, String kind, long number) {
    tokens.withTags(AGENT, agentId, "type", kind).increment((double) number);
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
    retries.withTag(AGENT, agentId).increment();
  }

  @Override
  public void ended(Result result) {
    ended.withTag("status", result.status().wireName()).record(result.executionTime());
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    deadLetters.withTag("code", code.name()).increment();
  }

  @Override
  public void leaseLost(TaskId id) {
    leaseLosses.increment();
  }
}
