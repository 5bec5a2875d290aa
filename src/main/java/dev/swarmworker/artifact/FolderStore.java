package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Artifacts in a folder. Its own files in there are {@link TempNames}' alone. */
final class FolderStore implements ArtifactStore {

  /** Walks before a write gives up on directories that vanish under it. */
  private static final int WALKS = 5;

  private final Root root;
  private final Gate reads;
  private final Gate writes;
  private final TempFiles tempFiles;
  private final Diagnosis diagnosis;
  private final Meter meter = new Meter();

  FolderStore(Root root, Gate reads, Gate writes) {
    this(root, reads, writes, Folder::create, new Diagnosis(root::freeBytes));
  }

  FolderStore(Root root, Gate reads, Gate writes, TempFiles tempFiles, Diagnosis diagnosis) {
    this.root = root;
    this.reads = reads;
    this.writes = writes;
    this.tempFiles = tempFiles;
    this.diagnosis = diagnosis;
  }

  @Override
  public FileOutcome<ArtifactRef> write(ArtifactPath path, Content content) {
    return meter.count(writes.pass(() -> writeNow(path, content)));
  }

  @Override
  public <T> FileOutcome<T> read(ArtifactPath path, Body<T> body) {
    return meter.count(reads.pass(() -> attempt(path, () -> named(path, readNow(path, body)))));
  }

  @Override
  public FileOutcome<ArtifactRef> copy(ArtifactPath from, ArtifactPath to) {
    // Always write before read: whoever holds a read permit waits for no other, so none waits in a
    // circle.
    return meter.count(writes.pass(() -> reads.pass(() -> copyNow(from, to))));
  }

  @Override
  public FileOutcome<ArtifactPath> move(ArtifactPath from, ArtifactPath to) {
    return meter.count(writes.pass(() -> attempt(from, () -> moveNow(from, to))));
  }

  @Override
  public FileOutcome<ArtifactPath> delete(ArtifactPath path) {
    return meter.count(writes.pass(() -> attempt(path, () -> deleteNow(path))));
  }

  @Override
  public FileOutcome<Boolean> deleteOlder(ArtifactPath path, Instant than) {
    return meter.count(writes.pass(() -> attempt(path, () -> deleteOlderNow(path, than))));
  }

  @Override
  public FileOutcome<Opened> open(ArtifactPath path) {
    return meter.count(attempt(path, () -> openNow(path)));
  }

  @Override
  public FileOutcome<ArtifactPath> createDirectory(ArtifactPath path) {
    return meter.count(
        writes.pass(
            () ->
                attempt(
                    path,
                    () -> {
                      root.made(path.segments()).close();
                      return new FileOutcome.Done<>(path);
                    })));
  }

  @Override
  public FileOutcome<List<Entry>> list(ArtifactPath directory) {
    return meter.count(reads.pass(() -> attempt(directory, () -> listNow(directory))));
  }

  @Override
  public FileStats stats() {
    return meter.read(reads.waiting(), writes.waiting());
  }

  private FileOutcome<ArtifactRef> writeNow(ArtifactPath path, Content content) {
    return attempt(
        path,
        () -> {
          String temp = root.tempName();
          try (Folder top = root.open();
              Staged staged = new Staged(top, temp, tempFiles.create(top, temp))) {
            return fillAndPublish(staged, path, content);
          }
        });
  }

  private FileOutcome<ArtifactRef> fillAndPublish(
      Staged staged, ArtifactPath path, Content content) {
    try {
      staged.fill(content);
      ArtifactRef ref = staged.ref(path);
      publish(staged, path);
      meter.moved(ref.size());
      return new FileOutcome.Done<>(ref);
    } catch (IOException e) {
      return new FileOutcome.Failed<>(diagnosis.ofWrite(e, path.value()));
    }
  }

  /**
   * Between opening a directory and renaming into it, another worker may have deleted it, being
   * empty, or put its own in its place; the handle then leads nowhere and the walk begins again.
   */
  private void publish(Staged staged, ArtifactPath path) throws IOException {
    for (int walk = 1; ; walk++) {
      try (Folder parent = root.made(path.parents())) {
        staged.publish(parent, path.name());
        return;
      } catch (NoSuchFileException e) {
        if (walk == WALKS) {
          throw new RefusedException(Reason.IO, "its directory keeps vanishing");
        }
      }
    }
  }

  private <T> FileOutcome<T> readNow(ArtifactPath path, Body<T> body) throws IOException {
    try (Folder parent = root.existing(path.parents());
        FileChannel file = parent.file(path.name());
        InputStream in = Channels.newInputStream(file)) {
      FileOutcome<T> outcome = body.read(in, file.size());
      meter.moved(file.position());
      return outcome;
    }
  }

  /** A body does not know whose bytes it reads. */
  private static <T> FileOutcome<T> named(ArtifactPath path, FileOutcome<T> outcome) {
    return outcome instanceof FileOutcome.Failed<T>(FileFailure failure)
        ? FileOutcome.failed(failure.reason(), path + ": " + failure.message())
        : outcome;
  }

  private FileOutcome<ArtifactRef> copyNow(ArtifactPath from, ArtifactPath to) {
    return attempt(from, () -> readNow(from, (in, _) -> writeNow(to, out -> in.transferTo(out))));
  }

  private FileOutcome<ArtifactPath> moveNow(ArtifactPath from, ArtifactPath to) throws IOException {
    try (Folder source = root.existing(from.parents())) {
      source.require(from.name(), Entry.Kind.FILE);
      try (Folder target = root.made(to.parents())) {
        target.requireFileOrNothing(to.name());
        source.rename(from.name(), target, to.name());
        target.sync();
        source.sync();
        return new FileOutcome.Done<>(to);
      }
    }
  }

  private FileOutcome<ArtifactPath> deleteNow(ArtifactPath path) throws IOException {
    try (Folder parent = root.existing(path.parents())) {
      Entry entry =
          parent.find(path.name()).orElseThrow(() -> new NoSuchFileException(path.name()));
      parent.delete(entry);
      parent.sync();
      return new FileOutcome.Done<>(path);
    }
  }

  /** Looked at anew: since it was listed, another may have been written in its place. */
  private FileOutcome<Boolean> deleteOlderNow(ArtifactPath path, Instant than) throws IOException {
    try (Folder parent = root.existing(path.parents())) {
      Optional<Entry> old =
          parent
              .find(path.name())
              .filter(entry -> entry.kind() == Entry.Kind.FILE && entry.modified().isBefore(than));
      if (old.isPresent()) {
        parent.delete(old.get());
      }
      return new FileOutcome.Done<>(old.isPresent());
    } catch (NoSuchFileException _) {
      return new FileOutcome.Done<>(false); // another worker was first
    }
  }

  private FileOutcome<Opened> openNow(ArtifactPath path) throws IOException {
    try (Folder parent = root.existing(path.parents())) {
      FileChannel file = parent.file(path.name());
      try {
        return new FileOutcome.Done<>(new Opened(metered(file), file.size()));
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }
  }

  private InputStream metered(FileChannel file) {
    return new FilterInputStream(Channels.newInputStream(file)) {
      @Override
      public void close() throws IOException {
        if (file.isOpen()) {
          meter.moved(file.position());
        }
        super.close();
      }
    };
  }

  private FileOutcome<List<Entry>> listNow(ArtifactPath path) throws IOException {
    try (Folder folder = root.existing(path.segments())) {
      return new FileOutcome.Done<>(
          folder.entries().stream().sorted(Comparator.comparing(Entry::name)).toList());
    }
  }

  private <T> FileOutcome<T> attempt(ArtifactPath path, Operation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      return new FileOutcome.Failed<>(diagnosis.of(e, path.value()));
    }
  }

  private interface Operation<T> {
    FileOutcome<T> run() throws IOException;
  }

  /** Where a temporary file comes from; a seam for disks that fail. */
  interface TempFiles {
    FileChannel create(Folder folder, String name) throws IOException;
  }
}
