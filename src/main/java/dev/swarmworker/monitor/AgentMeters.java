package dev.swarmworker.monitor;

import dev.swarmworker.task.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One agent's meters, each made when there is something to count: looking one up by its tags costs
 * more than counting. Thread-safe.
 */
final class AgentMeters {

  static final String AGENT = "agent";

  /** Names of what is counted by agent. */
  static final Set<String> NAMES =
      Set.of("gen_ai.client.operation.duration", "gen_ai.client.token.usage", "swarm.retries");

  private final MeterRegistry registry;
  private final String agentId;
  private final ConcurrentMap<String, Timer> calls = new ConcurrentHashMap<>();

  // Made twice, it is the same meter twice: no lock needed.
  private volatile @Nullable Tokens tokens;
  private volatile @Nullable Counter retries;

  private record Tokens(Counter input, Counter output, Counter cacheRead, Counter cacheWrite) {}

  AgentMeters(MeterRegistry registry, String agentId) {
    this.registry = registry;
    this.agentId = agentId;
  }

  /** A call has come to its end. */
  void called(String outcome, Duration took) {
    calls.computeIfAbsent(outcome, this::newCalls).record(took);
  }

  /** A call was paid for. */
  void paid(TokenUsage usage) {
    Tokens counted = tokens;
    if (counted == null) {
      counted = newTokens();
      tokens = counted;
    }
    counted.input.increment((double) usage.inputTokens());
    counted.output.increment((double) usage.outputTokens());
    counted.cacheRead.increment((double) usage.cacheReadTokens());
    counted.cacheWrite.increment((double) usage.cacheWriteTokens());
  }

  /** Another attempt follows one of this agent's. */
  void retried() {
    Counter counted = retries;
    if (counted == null) {
      counted = newRetries();
      retries = counted;
    }
    counted.increment();
  }

  private Timer newCalls(String outcome) {
    return Timer.builder("gen_ai.client.operation.duration")
        .description("Upstream calls by agent and outcome")
        .tags(AGENT, agentId, "outcome", outcome)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(10))
        .maximumExpectedValue(Duration.ofHours(1))
        .register(registry);
  }

  private Tokens newTokens() {
    return new Tokens(
        newTokens("input"), newTokens("output"), newTokens("cache_read"), newTokens("cache_write"));
  }

  private Counter newTokens(String type) {
    return Counter.builder("gen_ai.client.token.usage")
        .description("Tokens of completed calls by agent and kind")
        .tags(AGENT, agentId, "type", type)
        .register(registry);
  }

  private Counter newRetries() {
    return Counter.builder("swarm.retries")
        .description("Further attempts after a failed one")
        .tags(AGENT, agentId)
        .register(registry);
  }
}
