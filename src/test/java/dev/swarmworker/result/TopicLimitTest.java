package dev.swarmworker.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.local.EmbeddedKafka;
import dev.swarmworker.local.EmbeddedKafka.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicLimitTest {

  private static EmbeddedKafka kafka;
  private static Admin admin;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  void narrowTopic_leavesRoomForTheRecordAroundTheValue() {
    kafka.createTopics(List.of(new Topic("narrow", 1, 25_000)));
    TopicLimit limit = new TopicLimit(admin, "narrow");

    assertThat(limit.bytes()).as("not asked yet").isEqualTo(Integer.MAX_VALUE);
    limit.ask();

    assertThat(limit.bytes()).isEqualTo(25_000 - TopicLimit.AROUND_A_VALUE);
  }

  @Test
  void unknownTopic_isNoLimit() {
    TopicLimit limit = new TopicLimit(admin, "unknown");

    limit.ask();

    assertThat(limit.bytes()).isEqualTo(Integer.MAX_VALUE);
  }
}
