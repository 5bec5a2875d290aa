package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import java.time.Instant;
import java.util.List;

/**
 * The artifact folder of the fleet, which several workers may share.
 *
 * <p>Safe for many threads. Each call blocks its thread (a virtual one) until one of a bounded
 * number of permits is free, first come first served, and then until the disk has done it; reads
 * and writes have permits of their own. An interrupted call gives up as a failure.
 *
 * <p>A file appears whole or not at all: whoever opens it sees one write's bytes to their end, even
 * while it is being replaced, and after a crash of the machine either the old bytes or the new. No
 * call leaves anything outside the folder, whatever links the folder holds.
 */
public interface ArtifactStore {

  /** Whether there is a folder; where not, every call fails. */
  default boolean isOn() {
    return true;
  }

  /**
   * Writes an artifact, in place of the one that has this path, making directories as needed.
   *
   * @return where it is, once it is on disk
   */
  FileOutcome<ArtifactRef> write(ArtifactPath path, Content content);

  /** Writes an artifact that must be JSON. */
  default FileOutcome<ArtifactRef> writeJson(ArtifactPath path, String json) {
    return Json.isValid(json)
        ? write(path, Content.text(json))
        : FileOutcome.failed(Reason.MALFORMED, path + ": it is not JSON");
  }

  /** Reads an artifact. */
  <T> FileOutcome<T> read(ArtifactPath path, Body<T> body);

  /** Writes the bytes of {@code from} to {@code to} as well; takes a permit of each kind. */
  FileOutcome<ArtifactRef> copy(ArtifactPath from, ArtifactPath to);

  /** Gives the file {@code from} the path {@code to} in one step, in place of a file there. */
  FileOutcome<ArtifactPath> move(ArtifactPath from, ArtifactPath to);

  /** Deletes a file or an empty directory. */
  FileOutcome<ArtifactPath> delete(ArtifactPath path);

  /**
   * Deletes a file that was last changed before a moment, by the file system's clock. Not awaited
   * on disk: after a crash of the machine it may be there again.
   *
   * @return whether there was one as old
   */
  FileOutcome<Boolean> deleteOlder(ArtifactPath path, Instant than);

  /**
   * Opens an artifact for somebody outside, who may read as slowly as he likes: holds no permit, so
   * the caller bounds how many are open at once.
   */
  FileOutcome<Opened> open(ArtifactPath path);

  /** Makes a directory and those above it, where they are not there yet. */
  FileOutcome<ArtifactPath> createDirectory(ArtifactPath path);

  /** What is in a directory, by name; files of other programs that are no artifacts included. */
  FileOutcome<List<Entry>> list(ArtifactPath directory);

  /** Figures since start. */
  FileStats stats();
}
