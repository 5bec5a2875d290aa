package dev.swarmworker.artifact;

import dev.swarmworker.artifact.ArtifactPath.Parsed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Deletes outputs that no result can be expected to name any more, those of lost writes included.
 * What has been changed within the retention stays, and so does what is not named as {@link
 * OutputPlacement} names it: files that others put into the folder are theirs. Links are neither
 * followed nor deleted.
 *
 * <p>Workers that share a folder may all do so.
 */
public final class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class);

  private final ArtifactStore store;
  private final Duration length;
  private final InstantSource clock;
  private final LongAdder deleted = new LongAdder();

  /**
   * @param length since a file's last change
   * @param clock the file system's, or near it
   */
  Retention(ArtifactStore store, Duration length, InstantSource clock) {
    this.store = store;
    this.length = length;
    this.clock = clock;
  }

  /** Outputs deleted by this worker since its start. */
  public long deleted() {
    return deleted.sum();
  }

  /** Looks at every output once; nothing else waits for it. */
  void sweep() {
    long before = deleted();
    Instant since = clock.instant().minus(length);
    store.createDirectory(OutputPlacement.OUTPUTS);
    for (Entry directory : entries(OutputPlacement.OUTPUTS)) {
      if (directory.kind() == Entry.Kind.DIRECTORY
          && ArtifactPath.parse(OutputPlacement.OUTPUTS + "/" + directory.name())
              instanceof Parsed.Valid(ArtifactPath path)) {
        sweep(path, since);
      }
    }
    if (deleted() > before) {
      LOG.infof("Deleted %d outputs older than %s", deleted() - before, length);
    }
  }

  private void sweep(ArtifactPath directory, Instant since) {
    for (Entry entry : entries(directory)) {
      if (entry.kind() == Entry.Kind.FILE
          && entry.modified().isBefore(since)
          && ArtifactPath.parse(directory + "/" + entry.name())
              instanceof Parsed.Valid(ArtifactPath path)
          && OutputPlacement.isOutput(path)
          && store.deleteOlder(path, since) instanceof FileOutcome.Done<Boolean>(Boolean done)
          && done) {
        deleted.increment();
      }
    }
  }

  private List<Entry> entries(ArtifactPath directory) {
    return switch (store.list(directory)) {
      case FileOutcome.Done<List<Entry>>(List<Entry> entries) -> entries;
      case FileOutcome.Failed<List<Entry>>(FileFailure failure) -> {
        LOG.debugf("not swept: %s", failure.message());
        yield List.of();
      }
    };
  }
}
