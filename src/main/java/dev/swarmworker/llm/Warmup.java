package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;

/**
 * Opens the pool's minimum of connections before the first task comes, spread over the endpoints.
 * That it fails is no error: the first calls then open them.
 */
final class Warmup {
  private static final Logger LOG = Logger.getLogger(Warmup.class);

  private final PooledLlm llm;
  private final int connections;

  Warmup(PooledLlm llm, int connections) {
    this.llm = llm;
    this.connections = connections;
  }

  /**
   * Starts it; it goes on by itself, on virtual threads, all at once: one by one they would share.
   */
  CountDownLatch start(List<Agent.Provider> providers) {
    int count = providers.isEmpty() ? 0 : connections;
    CountDownLatch done = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Agent.Provider provider = providers.get(i % providers.size());
      Thread.ofVirtual().name("llm-warmup-", i).start(() -> open(provider, done));
    }
    return done;
  }

  private void open(Agent.Provider provider, CountDownLatch done) {
    try {
      if (!llm.warm(provider)) {
        LOG.warnf("No connection could be opened at start to %s", provider);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done.countDown();
    }
  }
}
