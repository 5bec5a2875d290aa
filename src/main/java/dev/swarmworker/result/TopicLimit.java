package dev.swarmworker.result;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The largest result that its topic takes, as the broker last told. Known before a result is
 * stored: one that is stored and then refused would wait for ever. Thread-safe.
 */
@Singleton
final class TopicLimit {

  /** Key, headers, and what a batch of one record has besides; in bytes. */
  static final int AROUND_A_VALUE = 1024;

  private static final Logger LOG = Logger.getLogger(TopicLimit.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Admin admin;
  private final ConfigResource topic;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("topic-limit").factory());
  private volatile int bytes = Integer.MAX_VALUE;

  TopicLimit(Admin admin, @ConfigProperty(name = "swarm.topics.results") String topic) {
    this.admin = admin;
    this.topic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  void start(@Observes StartupEvent event) {
    var _ = timer.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** At most so many bytes; no limit as long as the broker has not told one. */
  int bytes() {
    return bytes;
  }

  /** Asks the broker. What was known before stays where it does not tell. */
  void ask() {
    try {
      for (Config config : configuration()) {
        ConfigEntry told = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (told != null) {
          bytes = Math.max(0, Integer.parseInt(told.value()) - AROUND_A_VALUE);
        }
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.debugf("the broker does not tell how large a result may be: %s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Collection<Config> configuration()
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin
        .describeConfigs(List.of(topic))
        .all()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .values();
  }

  @PreDestroy
  void close() {
    timer.shutdownNow();
  }
}
