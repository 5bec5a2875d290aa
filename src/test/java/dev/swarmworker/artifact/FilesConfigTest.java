package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.failure;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.artifact.FileFailure.Reason;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesConfigTest {

  @TempDir Path folder;

  @Test
  void defaults_areTheContracts() {
    FilesConfig config = config(Map.of());

    assertThat(config.dir()).contains("off");
    assertThat(config.readConcurrency()).isEqualTo(20);
    assertThat(config.writeConcurrency()).isEqualTo(10);
    assertThat(config.inlineLimit()).isEqualTo(new ByteSize(256 * 1024));
    assertThat(config.inputLimit()).isEqualTo(new ByteSize(1024 * 1024));
    assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(config.downloads()).isEqualTo(16);
  }

  @Test
  void everyKey_isReadByItsName() {
    FilesConfig config =
        config(
            Map.of(
                "swarm.files.dir", "/srv/a",
                "swarm.files.read-concurrency", "1",
                "swarm.files.write-concurrency", "2",
                "swarm.files.inline-limit", "3KiB",
                "swarm.files.input-limit", "4"));

    assertThat(config.dir()).contains("/srv/a");
    assertThat(config.readConcurrency()).isEqualTo(1);
    assertThat(config.writeConcurrency()).isEqualTo(2);
    assertThat(config.inlineLimit()).isEqualTo(new ByteSize(3072));
    assertThat(config.inputLimit()).isEqualTo(new ByteSize(4));
  }

  @Test
  void off_givesAStoreThatSaysSo() {
    for (String off : new String[] {"off", ""}) {
      ArtifactStore store = ArtifactBeans.store(config(Map.of("swarm.files.dir", off)));

      assertThat(failure(store.write(path("x"), Content.text("it"))))
          .isEqualTo(
              new FileFailure(Reason.OFF, "artifacts are off: swarm.files.dir names no folder"));
      assertThat(store.stats()).isEqualTo(new FileStats(0, 0, 0, 0, 0));
    }
  }

  @Test
  void folder_isMadeAndClearedOfLeftovers() throws IOException {
    // Given
    Path dir = Files.createDirectories(folder.resolve("new/dir"));
    Path left = Files.writeString(dir.resolve(".swarm-1.tmp"), "half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    // When
    ArtifactStore store = ArtifactBeans.store(config(Map.of("swarm.files.dir", dir.toString())));

    // Then
    done(store.write(path("x"), Content.text("it")));
    assertThat(Stores.tree(dir)).containsExactly("x");
  }

  @Test
  void folderOfNoUse_stopsTheStartNamingTheKey() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "it");

    assertThatThrownBy(
            () -> ArtifactBeans.store(config(Map.of("swarm.files.dir", file.toString()))))
        .hasMessageContaining("swarm.files.dir")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> ArtifactBeans.store(config(Map.of("swarm.files.dir", "a\u0000b"))))
        .hasMessageContaining("swarm.files.dir");
  }

  private static FilesConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(FilesConfig.class)
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(FilesConfig.class);
  }
}
