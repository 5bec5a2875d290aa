package dev.swarmworker.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {

  @Test
  void started_answersAndRefusesToEvict() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
      assertThat(ask(redis, "CONFIG GET maxmemory-policy")).contains("noeviction");
    }
  }

  @Test
  void restarted_keepsPortAndForgetsItsData() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      // Given
      int port = redis.port();
      long pid = redis.pid();
      ask(redis, "SET k v");
      // When
      redis.restart();
      // Then
      assertThat(redis.port()).isEqualTo(port);
      assertThat(redis.pid()).isNotEqualTo(pid);
      assertThat(ask(redis, "EXISTS k")).startsWith(":0");
    }
  }

  @Test
  void restartedWithAppendOnlyFile_keepsItsData() throws IOException {
    try (EmbeddedRedis redis =
        EmbeddedRedis.start("--appendonly", "yes", "--appendfsync", "always")) {
      // Given
      ask(redis, "SET k v");
      // When
      redis.kill();
      redis.restart();
      // Then
      assertThat(ask(redis, "EXISTS k")).startsWith(":1");
    }
  }

  @Test
  void paused_isSilentUntilResumed() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      redis.pause();
      assertThat(RedisProbe.pidOf(redis.port())).isEmpty();

      redis.resume();
      assertThat(RedisProbe.pidOf(redis.port())).isEqualTo(Long.toString(redis.pid()));
    }
  }

  @Test
  void closedWhilePaused_leavesNoProcess() {
    // Given
    EmbeddedRedis redis = EmbeddedRedis.start();
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    redis.pause();
    // When
    redis.close();
    redis.close();
    // Then
    assertThat(process.isAlive()).isFalse();
    assertThatThrownBy(redis::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void unknownSetting_failsWithTheServersWords() {
    assertThatThrownBy(() -> EmbeddedRedis.start("--no-such-setting", "1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-setting");
  }

  @Test
  void version_isReadFromRedisAndValkey() {
    assertThat(RedisBinary.parse("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0"))
        .isEqualTo(RedisBinary.version(7, 0));
    assertThat(RedisBinary.parse("Valkey server v=8.1.0 sha=0:0"))
        .isGreaterThan(RedisBinary.version(6, 2));
    assertThat(RedisBinary.parse("command not found")).isZero();
  }

  private static String ask(EmbeddedRedis redis, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
