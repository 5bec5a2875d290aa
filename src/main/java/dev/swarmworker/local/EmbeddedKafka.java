package dev.swarmworker.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A real one-node Kafka (KRaft, broker and controller) inside this JVM, on loopback.
 *
 * <p>Who starts it closes it. {@link #stop} and {@link #restart} keep folder, data and ports, as a
 * broker's outage does. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int START_ATTEMPTS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Path folder;
  private final boolean ownsFolder;
  private final Ports ports;
  private final UnaryOperator<Map<String, String>> change;
  private @Nullable KafkaRaftServer server;
  private boolean closed;

  private EmbeddedKafka(
      Path folder, boolean ownsFolder, Ports ports, UnaryOperator<Map<String, String>> change) {
    this.folder = folder;
    this.ownsFolder = ownsFolder;
    this.ports = ports;
    this.change = change;
  }

  /**
   * A topic of one replica.
   *
   * @param name name
   * @param partitions at least 1
   * @param maxMessageBytes largest batch of records it takes, at most 16 MiB
   */
  public record Topic(String name, int partitions, int maxMessageBytes) {}

  /** Starts a broker on a temporary folder, which {@link #close} removes. Takes some seconds. */
  public static EmbeddedKafka start() {
    return start(UnaryOperator.identity());
  }

  /**
   * Starts a broker on a temporary folder with other settings, such as more listeners.
   *
   * @param change makes them of the usual ones; what {@link #bootstrapServers} leads to must stay
   */
  public static EmbeddedKafka start(UnaryOperator<Map<String, String>> change) {
    return start(Folders.temporary("swarm-kafka-"), true, change);
  }

  /** Starts a broker on a folder of the caller's: empty, or left by an earlier broker. */
  public static EmbeddedKafka start(Path folder) {
    return start(folder, false, UnaryOperator.identity());
  }

  /** Where clients connect, {@code host:port}; the same for the whole life of this broker. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + ports.broker();
  }

  /** Creates those of the topics that are not there yet; the others stay as they are. */
  public void createTopics(Collection<Topic> topics) {
    BrokerTopics.create(bootstrapServers(), topics);
  }

  /** Stops the broker in good order; data, folder and ports stay. Nothing where it is stopped. */
  public void stop() {
    lock.lock();
    try {
      if (server != null) {
        server.shutdown();
        server.awaitShutdown();
        server = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts the broker again on its folder and ports; stops it first where it runs. */
  public void restart() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("The broker is closed");
      }
      stop();
      server = run(folder, change.apply(BrokerSettings.of(folder, ports)));
    } finally {
      lock.unlock();
    }
  }

  /** Stops the broker and removes its temporary folder. May be called more than once. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      stop();
      if (ownsFolder) {
        Folders.delete(folder);
      }
    } finally {
      lock.unlock();
    }
  }

  private static EmbeddedKafka start(
      Path folder, boolean ownsFolder, UnaryOperator<Map<String, String>> change) {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int attempt = 1; ; attempt++) {
      EmbeddedKafka kafka = new EmbeddedKafka(folder, ownsFolder, Ports.free(random), change);
      try {
        kafka.restart();
        return kafka;
      } catch (RuntimeException e) {
        // Another process may have been faster: then one of the ports is taken, now that ours is
        // down.
        if (kafka.ports.stillFree() || attempt == START_ATTEMPTS) {
          kafka.close();
          throw e;
        }
      }
    }
  }

  private static KafkaRaftServer run(Path folder, Map<String, String> settings) {
    forbidExit();
    BrokerFolder.format(folder, settings);
    KafkaConfig config = new KafkaConfig(settings, false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  /** A broker that meets a fatal fault ends its process; this one is only a guest in it. */
  private static void forbidExit() {
    Exit.Procedure refuse =
        (status, message) -> {
          throw new IllegalStateException("The broker gave up: " + message);
        };
    Exit.setExitProcedure(refuse);
    Exit.setHaltProcedure(refuse);
  }
}
