package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The artifact folder: opens it and the directories in it, and makes them.
 *
 * <p>It is opened anew for each operation: a volume that went away or came back is noticed, and a
 * vanished one is never replaced by a directory on the disk below it.
 */
final class Root {

  private final Path path;
  private final TempNames temps;
  private final ReentrantLock making = new ReentrantLock();

  private Root(Path path, TempNames temps) {
    this.path = path;
    this.temps = temps;
  }

  /**
   * The folder at {@code path}, made where it was not there.
   *
   * @throws IOException if it cannot be made or is of no use
   */
  static Root at(Path path, TempNames temps) throws IOException {
    Files.createDirectories(path);
    Root root = new Root(path.toRealPath(), temps);
    root.open().close();
    if (!Files.isWritable(root.path)) {
      throw new RefusedException(Reason.IO, "this worker may not write in it");
    }
    return root;
  }

  Folder open() throws IOException {
    try {
      return Folder.open(path);
    } catch (NoSuchFileException _) {
      throw new RefusedException(Reason.IO, "the artifact folder is gone");
    }
  }

  /** A new name in the folder for what is not finished. */
  String tempName() {
    return temps.next();
  }

  /** Bytes that may still be written here, by the file system's word. */
  long freeBytes() {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException _) {
      return Long.MAX_VALUE; // Unknown: whoever asks then has no reason to call the disk full.
    }
  }

  /** Opens the directory below the root by these segments; the caller closes it. */
  Folder existing(List<String> segments) throws IOException {
    return walk(segments, Folder::child);
  }

  /** As {@link #existing}, making what is not there. */
  Folder made(List<String> segments) throws IOException {
    return walk(segments, this::madeChild);
  }

  private Folder walk(List<String> segments, Step step) throws IOException {
    Folder at = open();
    for (String segment : segments) {
      try (Folder parent = at) {
        at = step.into(parent, segment);
      }
    }
    return at;
  }

  private Folder madeChild(Folder parent, String name) throws IOException {
    if (parent.find(name).isEmpty()) {
      making.lock();
      try {
        make(parent, name);
      } finally {
        making.unlock();
      }
    }
    return parent.child(name);
  }

  /**
   * Java can make a directory only by a path, and a path could lead through a link planted the
   * moment before. So it is made under a new name in the root, where no link is on the way, and
   * then renamed through handles.
   *
   * <p>The lock keeps the threads of this worker from replacing each other's empty directory. That
   * another worker does is noticed by whoever renames into the replaced one: {@link
   * FolderStore#write} walks again.
   */
  private void make(Folder parent, String name) throws IOException {
    if (parent.find(name).isPresent()) {
      return;
    }
    Path temp = path.resolve(tempName());
    Files.createDirectory(temp);
    try (Folder root = open()) {
      root.rename(temp.getFileName().toString(), parent, name);
      parent.sync();
    } catch (IOException e) {
      Files.deleteIfExists(temp);
      if (parent.find(name).isEmpty()) {
        throw e;
      }
    }
  }

  private interface Step {
    Folder into(Folder parent, String segment) throws IOException;
  }
}
