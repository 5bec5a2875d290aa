package dev.swarmworker.local;

import dev.swarmworker.local.EmbeddedKafka.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics on a broker and waits until its clients see them. */
final class BrokerTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private BrokerTopics() {}

  static void create(String bootstrapServers, Collection<Topic> topics) {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      List<NewTopic> wanted = topics.stream().map(BrokerTopics::newTopic).toList();
      for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
        awaitCreated(created);
      }
      awaitKnown(admin, topics.stream().map(Topic::name).toList());
    } catch (ExecutionException e) {
      throw new IllegalStateException("Topics could not be created", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while creating topics", e);
    }
  }

  private static void awaitCreated(KafkaFuture<Void> created)
      throws ExecutionException, InterruptedException {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** The controller has a new topic before the broker, which answers clients, has heard of it. */
  private static void awaitKnown(Admin admin, Collection<String> names)
      throws ExecutionException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        admin.describeTopics(names).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > giveUp) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static NewTopic newTopic(Topic topic) {
    String maxBytes = Integer.toString(topic.maxMessageBytes());
    return new NewTopic(topic.name(), topic.partitions(), (short) 1)
        .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxBytes));
  }
}
