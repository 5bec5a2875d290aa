package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.support.Logged;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownVariablesTest {

  private static final List<String> KEYS =
      List.of(
          "swarm.executor.queue",
          "swarm.executor.drain-timeout",
          "swarm.agents.*.model",
          "swarm.agents.*.capabilities",
          "swarm.agents.*.capabilities[*]",
          "quarkus.redis.hosts");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SWARM_EXECUTOR_QUEUE",
        "SWARM_EXECUTOR_DRAIN_TIMEOUT",
        "swarm.executor.queue",
        "SWARM_AGENTS_POET_MODEL",
        "SWARM_AGENTS__NIGHT_OWL__MODEL",
        "SWARM_AGENTS_POET_CAPABILITIES_0_",
        "SWARMED",
        "SWARM_JAR",
        "SWARM_EXECUTOR_QUEUE_MAX",
        "SWARM_WORKER_JAR",
        "PATH",
        "SWARM_KAFKA_BOOTSTRAP_SERVICE_HOST",
        "SWARM_KAFKA_BOOTSTRAP_SERVICE_PORT_TCP_TLS",
        "SWARM_REDIS_PORT",
        "SWARM_REDIS_PORT_6379_TCP_ADDR"
      })
  void variableOfAKey_orOfSomebodyElse_endsNothing(String variable) {
    assertThatCode(() -> KnownVariables.check(List.of(variable), KEYS)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "SWARM_EXECUTOR_QUEU, SWARM_EXECUTOR_QUEUE",
    "SWARM_EXECUTOR_DRAINTIMEOUT, SWARM_EXECUTOR_DRAIN_TIMEOUT",
    "SWARM_EXCUTOR_QUEUE, SWARM_EXECUTOR_QUEUE",
    "SWARM_AGENTS_POET_MODELS, SWARM_AGENTS_<ID>_MODEL",
    "swarm.executor.queu, SWARM_EXECUTOR_QUEUE"
  })
  void misspeltVariable_isNamedWithTheNearest(String variable, String nearest) {
    assertThatThrownBy(() -> KnownVariables.check(List.of(variable), KEYS))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessage(variable + " is no setting of the worker, the nearest is " + nearest);
  }

  @Test
  void variableOfSomebodyElse_isNamedInTheLog() {
    try (Logged log = new Logged(KnownVariables.class)) {
      KnownVariables.check(List.of("SWARM_JAR", "SWARM_EXECUTOR_QUEUE"), KEYS);

      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().getFirst()).startsWith("SWARM_JAR is no setting of the worker");
    }
  }

  @Test
  void severalMisspelt_areALineEach() {
    assertThatThrownBy(
            () ->
                KnownVariables.check(
                    List.of("SWARM_EXECUTOR_QUEU", "PATH", "SWARM_EXECUTOR_QEUE"), KEYS))
        .message()
        .hasLineCount(2)
        .startsWith("SWARM_EXECUTOR_QEUE ");
  }
}
