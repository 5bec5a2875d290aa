package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import java.time.Instant;
import java.util.List;

/** Stands in where no artifact folder is configured, and says so to whoever asks. */
final class NoStore implements ArtifactStore {

  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public FileOutcome<ArtifactRef> write(ArtifactPath path, Content content) {
    return off();
  }

  @Override
  public <T> FileOutcome<T> read(ArtifactPath path, Body<T> body) {
    return off();
  }

  @Override
  public FileOutcome<ArtifactRef> copy(ArtifactPath from, ArtifactPath to) {
    return off();
  }

  @Override
  public FileOutcome<ArtifactPath> move(ArtifactPath from, ArtifactPath to) {
    return off();
  }

  @Override
  public FileOutcome<ArtifactPath> delete(ArtifactPath path) {
    return off();
  }

  @Override
  public FileOutcome<Boolean> deleteOlder(ArtifactPath path, Instant than) {
    return off();
  }

  @Override
  public FileOutcome<Opened> open(ArtifactPath path) {
    return off();
  }

  @Override
  public FileOutcome<ArtifactPath> createDirectory(ArtifactPath path) {
    return off();
  }

  @Override
  public FileOutcome<List<Entry>> list(ArtifactPath directory) {
    return off();
  }

  @Override
  public FileStats stats() {
    return FileStats.NONE;
  }

  private static <T> FileOutcome<T> off() {
    return FileOutcome.failed(Reason.OFF, "artifacts are off: swarm.files.dir names no folder");
  }
}
