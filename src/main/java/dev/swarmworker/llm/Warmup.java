package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;

/**
 * Opens the pool's minimum of connections before a task comes there, spread over the endpoints.
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

  /** Starts it; it goes on by itself, on a virtual thread for each endpoint. */
  CountDownLatch start(List<Agent.Provider> providers) {
    CountDownLatch done = new CountDownLatch(providers.size());
    for (int i = 0; i < providers.size(); i++) {
      Agent.Provider provider = providers.get(i);
      int count = connections / providers.size() + (i < connections % providers.size() ? 1 : 0);
      Thread.ofVirtual().name("llm-warmup-", i).start(() -> open(provider, count, done));
    }
    return done;
  }

  private void open(Agent.Provider provider, int count, CountDownLatch done) {
    try {
      int answered = llm.warm(provider, count);
      if (answered < count) {
        LOG.warnf("%d of %d connections opened beforehand to %s", answered, count, provider);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done.countDown();
    }
  }
}
