package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.local.EmbeddedKafka.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A results topic that is not as it should be. */
@InWorld
@Tag("faults")
class TopicFaultsIT {

  private static final int RESULT_BYTES = 50_000;

  private final World world;

  TopicFaultsIT(World world) {
    this.world = world;
  }

  private Fleet fleet(String results) {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_TOPICS_RESULTS", results);
    // A write that is not taken is known to be so after this.
    settings.put("KAFKA_PRODUCER_MAX_BLOCK_MS", "2000");
    settings.put("KAFKA_PRODUCER_REQUEST_TIMEOUT_MS", "2000");
    settings.put("KAFKA_PRODUCER_DELIVERY_TIMEOUT_MS", "4000");
    return world.fleet(settings);
  }

  @Test
  void missingTopic_resultsWaitForIt() {
    try (Fleet fleet = fleet("late-results")) {
      fleet.start("early");
      try (History history =
          world.coldHistory("topic-missing", "no results topic for 10 s", fleet)) {
        history.submit(12, "latency=200ms");
        history.outage("there is no results topic");
        await().atMost(World.SOON).until(() -> history.called() == 12);
        fleet.staysLive(Duration.ofSeconds(10));
        world.kafka().createTopics(List.of(new Topic("late-results", 3, 1 << 20)));
        history.over("it is created");
        fleet.awaitReady();
        history.check();
      }
    }
  }

  @Test
  void resultTooLargeForItsTopic_failsAlone() {
    world.kafka().createTopics(List.of(new Topic("narrow-results", 3, RESULT_BYTES / 2)));
    try (Fleet fleet = fleet("narrow-results")) {
      fleet.start("verbose");
      String fault = "topic's max.message.bytes below a result";
      try (History history = world.history("topic-narrow", fault, fleet)) {
        history.submit(6, "latency=200ms");
        String large =
            history.submit("size=" + RESULT_BYTES, "", Expected.failed("ARTIFACT_FAILED", 0));
        history.submit(12, "latency=200ms");
        history.check();
        assertThat(history.result(large).path("error").path("message").asText()).contains("bytes");
      }
    }
  }
}
