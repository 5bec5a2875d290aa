package dev.swarmworker.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients of all who speak with Kafka, and shows them to the meters. */
@Singleton
public final class KafkaClients {

  /** For what is under way when the process ends; nobody waits for it any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ClientSettings settings;
  private final Event<Consumer<?, ?>> consumers;
  private final Event<Producer<?, ?>> producers;
  private final List<Producer<?, ?>> made = new CopyOnWriteArrayList<>();

  /**
   * @param given {@code default-kafka-broker} is Quarkus' name for all that stands under {@code
   *     kafka.*}
   */
  public KafkaClients(
      @Identifier("default-kafka-broker") Map<String, Object> given,
      Event<Consumer<?, ?>> consumers,
      Event<Producer<?, ?>> producers) {
    this.settings = new ClientSettings(given);
    this.consumers = consumers;
    this.producers = producers;
  }

  /**
   * Looks at all settings, and makes nothing.
   *
   * @throws io.quarkus.runtime.configuration.ConfigurationException one is not allowed
   */
  public void check() {
    settings.check();
  }

  /**
   * A consumer for tasks, which the caller closes.
   *
   * @param group of the workers
   * @throws io.quarkus.runtime.configuration.ConfigurationException a setting is not allowed
   */
  public Consumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> ours = settings.consumer(group);
    Consumer<byte[], byte[]> consumer = ClientSettings.client(ours, KafkaConsumer::new);
    consumers.fire(consumer);
    return consumer;
  }

  /** How often offsets are committed. */
  public Duration commitInterval() {
    return settings.commitInterval();
  }

  /** A consumer in no group, for a look at single records; the caller closes it. */
  public Consumer<byte[], byte[]> peek() {
    return ClientSettings.client(settings.peek(), KafkaConsumer::new);
  }

  /**
   * A producer whose records are on every in-sync replica once it says so. It ends with the
   * process.
   *
   * @param name for the broker's logs and the meters
   * @param maxRequestBytes the largest record, key and headers included, unless configured
   *     otherwise
   * @throws io.quarkus.runtime.configuration.ConfigurationException a setting is not allowed
   */
  public Producer<byte[], byte[]> producer(String name, int maxRequestBytes) {
    Map<String, Object> ours = settings.producer(name, maxRequestBytes);
    Producer<byte[], byte[]> producer = ClientSettings.client(ours, KafkaProducer::new);
    made.add(producer);
    producers.fire(producer);
    return producer;
  }

  @Produces
  @Singleton
  Admin admin() {
    return ClientSettings.client(settings.admin(), Admin::create);
  }

  void close(@Disposes Admin admin) {
    admin.close(Duration.ZERO);
  }

  @PreDestroy
  void close() {
    made.forEach(producer -> producer.close(PATIENCE));
  }
}
