package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class LocalResourceTest {
  @Inject RedisDataSource redis;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ConfigProperty(name = "ANTHROPIC_BASE_URL")
  String anthropic;

  @Test
  void application_meetsTheServersThatTheTestHolds() {
    redis.value(String.class).set("LocalResourceTest", "1");

    assertThat(kafka).isEqualTo(LocalResource.kafka().bootstrapServers());
    assertThat(anthropic).isEqualTo(LocalResource.anthropic().baseUrl());
    assertThat(ProcessHandle.of(LocalResource.redis().pid())).isPresent();
  }
}
