package dev.swarmworker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;

class LocalEnvironmentTest {
  private static final String KAFKA = "kafka.bootstrap.servers";
  private static final String REDIS = "quarkus.redis.hosts";
  private static final String LLM_KEY = "ANTHROPIC_API_KEY";
  private static final String LLM_URL = "ANTHROPIC_BASE_URL";

  @Test
  void nothingConfigured_startsAllWithTopics() throws Exception {
    try (LocalEnvironment local = LocalEnvironment.start()) {
      assertThat(local.configuration()).containsOnlyKeys(KAFKA, REDIS, LLM_URL, LLM_KEY);
      assertThat(partitions(local.configuration().get(KAFKA)))
          .isEqualTo(Map.of("swarm.tasks", 6, "swarm.results", 3, "swarm.dead-letters", 1));
    }
  }

  @Test
  void kafkaAndRedisConfigured_startsTheProviderAlone() {
    try (LocalEnvironment local = start(KAFKA, REDIS)) {
      assertThat(local.configuration()).containsOnlyKeys(LLM_URL, LLM_KEY);
      assertThat(local.kafka()).isEmpty();
      assertThat(local.redis()).isEmpty();
    }
  }

  @Test
  void anthropicKeyConfigured_startsNoFake() {
    try (LocalEnvironment local = start(KAFKA, LLM_KEY)) {
      assertThat(local.configuration()).containsOnlyKeys(REDIS);
    }
  }

  @Test
  void anthropicUrlConfigured_startsNoFake() {
    try (LocalEnvironment local = start(KAFKA, REDIS, LLM_URL)) {
      assertThat(local.configuration()).isEmpty();
    }
  }

  @Test
  void close_endsTheRedisProcess() {
    LocalEnvironment local = start(KAFKA);
    long pid = local.redis().orElseThrow().pid();
    assertThat(ProcessHandle.of(pid)).isPresent();

    local.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void embeddedBrokerAndFake_takeSamplesUnlessSwitchedOff() {
    try (LocalEnvironment local = start(REDIS)) {
      assertThat(wantsSamples(local, Map.of())).isTrue();
      assertThat(wantsSamples(local, Map.of("local.samples", "false"))).isFalse();
    }
  }

  @Test
  void realProvider_getsSamplesOnlyWhereAsked() {
    try (LocalEnvironment local = start(REDIS, LLM_KEY)) {
      assertThat(wantsSamples(local, Map.of())).isFalse();
      assertThat(wantsSamples(local, Map.of("local.samples", "true"))).isTrue();
    }
  }

  @Test
  void realBroker_getsNoSamplesEvenWhereAsked() {
    try (LocalEnvironment local = start(KAFKA, REDIS)) {
      assertThat(wantsSamples(local, Map.of("local.samples", "true"))).isFalse();
    }
  }

  private static boolean wantsSamples(LocalEnvironment local, Map<String, String> settings) {
    return LocalServers.wantsSamples(LocalSettings.of(settings), local);
  }

  private static LocalEnvironment start(String... configured) {
    Map<String, String> settings =
        Arrays.stream(configured).collect(Collectors.toMap(key -> key, key -> "a real one"));
    return LocalEnvironment.start(LocalSettings.of(settings), Duration.ZERO);
  }

  private static Map<String, Integer> partitions(String bootstrapServers) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      return admin
          .describeTopics(admin.listTopics().names().get())
          .allTopicNames()
          .get()
          .values()
          .stream()
          .collect(Collectors.toMap(TopicDescription::name, t -> t.partitions().size()));
    }
  }
}
