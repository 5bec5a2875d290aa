package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.ByteSize;
import dev.swarmworker.llm.PoolConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {

  private static final long MIB = 1 << 20;

  @TempDir Path group;

  @Test
  void limitOfTheContainer_isToldBeforeItIsReached() throws IOException {
    Files.writeString(group.resolve("memory.max"), 512 * MIB + "\n");

    assertThat(raisedAt(440 * MIB)).isFalse();
    assertThat(raisedAt(470 * MIB)).isTrue();
  }

  @Test
  void limitInTheFirstVersionOfControlGroups_isTakenToo() throws IOException {
    Files.createDirectory(group.resolve("memory"));
    Files.writeString(group.resolve("memory/memory.limit_in_bytes"), 1000 * MIB + "\n");

    assertThat(bytes()).isEqualTo(900 * MIB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max\n", "9223372036854771712\n", "", "0", "lots"})
  void noLimit_is512MiB(String said) throws IOException {
    Files.writeString(group.resolve("memory.max"), said);

    assertThat(bytes()).isEqualTo(512 * MIB);
  }

  @Test
  void noControlGroup_is512MiB() {
    assertThat(bytes()).isEqualTo(512 * MIB);
  }

  @Test
  void whatConfigurationSays_isTaken() throws IOException {
    Files.writeString(group.resolve("memory.max"), "1000");

    assertThat(new MemoryBudget(group).bytes(Optional.of(new ByteSize(77)))).isEqualTo(77);
  }

  private long bytes() {
    return new MemoryBudget(group).bytes(Optional.empty());
  }

  /** The alert as the monitor makes it: figures of this process' memory, held against the rules. */
  private boolean raisedAt(long rss) {
    SmallRyeConfig config = config();
    Alerts alerts =
        new Alerts(AlertRules.of(config.getConfigMapping(MonitorConfig.class), bytes()));
    FigureReader figures =
        new FigureReader(new ExecutorTotals(), config.getConfigMapping(PoolConfig.class));
    return alerts.observe(figures.read(stats(rss))).stream()
        .anyMatch(
            alert ->
                alert instanceof Alert.Raised(AlertKind kind, _, _) && kind == AlertKind.MEMORY);
  }

  private static SmallRyeConfig config() {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(MonitorConfig.class)
        .withMapping(PoolConfig.class)
        .withSources(
            new PropertiesConfigSource(Map.of("swarm.monitor.alerts.samples", "1"), "test", 100))
        .build();
  }

  private static Stats stats(long rss) {
    return new Stats(
        Instant.EPOCH,
        new Stats.Executor(0, 0, 0, 0, 0, 0, 10),
        new Stats.ConnectionPool(0, 0, 0, 0, 0, 0, 0),
        new Stats.Cache(0, 0, 0, 0),
        new Stats.Files(0, 0, 0, 0, 0),
        new Stats.State(0, 0, 0, 0, 0),
        new Stats.History(1000, 0, 0, 0, 0),
        new Stats.OwnProcess(0, rss, 0, 0, 0),
        List.of());
  }
}
