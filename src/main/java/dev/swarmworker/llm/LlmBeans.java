package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Agents.AgentView;
import dev.swarmworker.agent.CatalogListener;
import dev.swarmworker.loop.TaskLoop;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Puts the upstream side together; before anything is connected, since a wrong configuration stops
 * it.
 */
@Singleton
@Startup(1)
class LlmBeans implements CatalogListener {
  /** Endpoints that were opened connections to, or need none. */
  private final Set<String> warmed = ConcurrentHashMap.newKeySet();

  private final PooledLlm llm;
  private final LlmConfig config;
  private final PoolConfig pool;

  LlmBeans(
      LlmConfig config,
      PoolConfig pool,
      Instance<PoolListener> listener,
      Vertx vertx,
      TaskLoop loop,
      InstantSource clock) {
    this.config = config;
    this.pool = pool;
    PoolListener told = listener.isResolvable() ? listener.get() : detail -> {};
    this.llm = pooled(config, pool, told, vertx, loop.context(), clock);
  }

  private static PooledLlm pooled(
      LlmConfig config,
      PoolConfig pool,
      PoolListener listener,
      Vertx vertx,
      Context loop,
      InstantSource clock) {
    try {
      return new PooledLlm(config, pool, listener, vertx, loop, clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage()); // with a cause it would be a stack trace
    }
  }

  @Produces
  @Singleton
  Llm llm() {
    return llm;
  }

  @Produces
  @Singleton
  LlmStatus status() {
    return llm;
  }

  @Produces
  @Singleton
  Prompt prompt() {
    return new Prompt(config.maxTokens());
  }

  @Produces
  @Singleton
  Backoff backoff() {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    LlmConfig.BackoffSettings settings = config.backoff();
    return new Backoff(settings.base(), settings.max(), random);
  }

  /**
   * Makes the clients of all agents' endpoints, so that a base URL that is none stops the start.
   * Then opens connections.
   */
  void prepare(@Observes StartupEvent started, Instance<Agents> agents) {
    if (!agents.isResolvable()) {
      return;
    }
    List<Agent> all = agents.get().list().stream().map(AgentView::agent).toList();
    coming(all);
    arrived(all);
  }

  @Override
  public void coming(List<Agent> agents) {
    providers(agents).forEach(llm::prepare);
  }

  /** Opens connections to endpoints that have not been there before, at the start or since. */
  @Override
  public void arrived(List<Agent> agents) {
    List<Agent.Provider> fresh =
        providers(agents).stream()
            .filter(provider -> warmed.add(provider.protocol() + " " + provider.baseUrl()))
            .toList();
    if (pool.warm() && pool.keepAlive()) {
      new Warmup(llm, pool.min()).start(fresh);
    }
  }

  private static List<Agent.Provider> providers(List<Agent> agents) {
    return agents.stream().map(Agent::provider).distinct().toList();
  }

  @PreDestroy
  void close() {
    llm.close();
  }
}
