package dev.swarmworker;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A worker with one permit, an artifact folder, and little patience. */
public final class SmallWorker implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    try {
      Path target = Path.of("target").toAbsolutePath();
      return Map.of(
          "swarm.executor.concurrency", "1",
          "swarm.state.lease", "2s",
          "swarm.llm.first-byte-timeout", "2s",
          "swarm.llm.idle-timeout", "2s",
          "swarm.files.dir", Files.createTempDirectory(target, "artifacts-").toString(),
          "swarm.files.inline-limit", "1KiB",
          "swarm.files.downloads", "2",
          "quarkus.http.idle-timeout", "5s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
