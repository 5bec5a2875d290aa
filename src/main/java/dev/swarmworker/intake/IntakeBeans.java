package dev.swarmworker.intake;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Makes what is not our own available for injection. */
final class IntakeBeans {

  /** Configured as the channels are; {@code default-kafka-broker} is Quarkus' name for that. */
  @Produces
  @Singleton
  Admin admin(@Identifier("default-kafka-broker") Map<String, Object> config) {
    Map<String, Object> ours = new HashMap<>();
    config.forEach(
        (key, value) -> {
          if (AdminClientConfig.configNames().contains(key)) {
            ours.put(key, value.toString());
          }
        });
    return Admin.create(ours);
  }

  @Produces
  @Singleton
  Peek peek(@Identifier("default-kafka-broker") Map<String, Object> config) {
    return new Peek(config);
  }

  void close(@Disposes Admin admin) {
    admin.close(Duration.ZERO);
  }
}
