package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmConfigTest {

  @Test
  void defaults_areTheContracts() {
    LlmConfig llm = Configs.llm();
    assertThat(llm.timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(llm.maxTokens()).isEqualTo(4096);
    assertThat(llm.maxRetries()).isEqualTo(3);
    assertThat(llm.unreachableTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(llm.onUnknown()).isEqualTo(LlmConfig.OnUnknown.RETRY);
    assertThat(llm.backoff().base()).isEqualTo(Duration.ofSeconds(1));
    assertThat(llm.backoff().max()).isEqualTo(Duration.ofSeconds(60));
    assertThat(llm.breaker().requestVolume()).isEqualTo(20);
    assertThat(llm.breaker().failureRatio()).isEqualTo(0.5);
    assertThat(llm.breaker().delay()).isEqualTo(Duration.ofSeconds(10));
    assertThat(llm.streaming()).isTrue();
    assertThat(llm.streamingThreshold()).isEqualTo(4096);
    assertThat(llm.firstByteTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(llm.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(llm.maxResponseBytes().asLongValue()).isEqualTo(4 << 20);
    assertThatCode(() -> ConfigRules.check(llm)).doesNotThrowAnyException();

    PoolConfig pool = Configs.pool();
    assertThat(pool.min()).isEqualTo(2);
    assertThat(pool.max()).isEqualTo(10);
    assertThat(pool.acquireTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pool.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pool.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(pool.warm()).isTrue();
    assertThat(pool.keepAlive()).isTrue();
    assertThatCode(() -> ConfigRules.check(pool)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "swarm.llm.timeout, 0s, 'PT0S, must be 1ms to 1d'",
    "swarm.llm.timeout, 25h, 'PT25H, must be 1ms to 1d'",
    "swarm.llm.first-byte-timeout, 0s, 'PT0S, must be 1ms to 1d'",
    "swarm.llm.first-byte-timeout, 25h, 'PT25H, must be 1ms to 1d'",
    "swarm.llm.idle-timeout, 2m, 'PT2M, must be 1ms to 90s'",
    "swarm.llm.unreachable-timeout, 0s, 'PT0S, must be 1ms to 7d'",
    "swarm.llm.breaker.delay, 2h, 'PT2H, must be 1ms to 1h'",
    "swarm.llm.backoff.base, 0s, 'PT0S, must be 1ms to 1h'",
    "swarm.pool.acquire-timeout, 0s, 'PT0S, must be 1ms to 1h'",
    "swarm.pool.idle-timeout, 10ms, 'PT0.01S, must be 1s to 1h'",
    "swarm.pool.connect-timeout, 2h, 'PT2H, must be 1ms to 1h'"
  })
  void valueOutOfBounds_isNamed(String key, String value, String said) {
    assertThatThrownBy(() -> Configs.validated(key, value))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining(key + " is " + said);
  }

  @ParameterizedTest
  @CsvSource({"swarm.llm.backoff.max, 10ms", "swarm.llm.max-response-bytes, 1"})
  void valueThatNoAnnotationBounds_isNamed(String key, String value) {
    assertThatThrownBy(() -> ConfigRules.check(Configs.llm(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + " is ")
        .hasMessageEndingWith("is allowed");
  }

  @Test
  void moreConnectionsWarmedThanMayBeOpen_isNamed() {
    assertThatThrownBy(() -> ConfigRules.check(Configs.pool("swarm.pool.min", "11")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("swarm.pool.min is ");
  }
}
