package dev.swarmworker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_API_KEY",
        "KAFKA_BOOTSTRAP_SERVERS",
        "KAFKA_SSL_KEYSTORE_PASSWORD",
        "QUARKUS_REDIS_HOSTS",
        "QUARKUS_REDIS_PASSWORD",
        "QUARKUS_MANAGEMENT_PORT",
        "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS",
        "QUARKUS_TLS_REDIS_KEY_STORE_PEM_OWN_CERT",
        "SWARM_EXECUTOR_DRAIN_TIMEOUT",
        "SWARM_MONITOR_ALERTS_POOL_USE",
        "SWARM_AGENTS_POET_MODEL",
        "SWARM_TOPICS_DEAD_LETTERS",
      })
  void realKey_isKnown(String variable) {
    assertThat(Settings.isKnown(variable)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_KEY",
        "KAFKA_BOOTSTRAP_SERVER",
        "KAFKA_PORT",
        "QUARKUS_REDIS_HOST",
        "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERT",
        "SWARM_EXECUTOR_THREADS",
        "SWARM_AGENTS_POET_MODEL_NAME",
        "SWARM_POOL",
      })
  void madeUpKey_isNot(String variable) {
    assertThat(Settings.isKnown(variable)).isFalse();
  }
}
