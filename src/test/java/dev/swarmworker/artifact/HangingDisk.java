package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A folder whose disk does not answer until the test says so; it then takes what it is given. */
public final class HangingDisk implements ArtifactStore {

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);

  /** Outputs of more than 10 bytes go to this disk. */
  public OutputPlacement outputs() {
    return new OutputPlacement(this, new ByteSize(10));
  }

  /** Waits until a write is under way. */
  public void awaitWrite() throws InterruptedException {
    asked.await();
  }

  /** From now on writes end. */
  public void answer() {
    answers.countDown();
  }

  @Override
  public FileOutcome<ArtifactRef> write(ArtifactPath path, Content content) {
    asked.countDown();
    try {
      answers.await();
      return new FileOutcome.Done<>(new ArtifactRef(path.value(), 0, ""));
    } catch (InterruptedException e) {
      return FileOutcome.failed(Reason.IO, "interrupted");
    }
  }

  @Override
  public <T> FileOutcome<T> read(ArtifactPath path, Body<T> body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<ArtifactRef> copy(ArtifactPath from, ArtifactPath to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<ArtifactPath> move(ArtifactPath from, ArtifactPath to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<ArtifactPath> delete(ArtifactPath path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<Boolean> deleteOlder(ArtifactPath path, Instant than) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<Opened> open(ArtifactPath path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<ArtifactPath> createDirectory(ArtifactPath path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileOutcome<List<Entry>> list(ArtifactPath directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileStats stats() {
    return FileStats.NONE;
  }
}
