package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory. Every name given to it is looked up in that very directory, by its handle and
 * never by a path, and no link is followed: renaming or replacing the directory, or what is above
 * it, cannot lead an operation elsewhere.
 *
 * <p>What this cannot tell: a hard link to a file outside, or another file system mounted inside.
 * Whoever can plant those already owns that file or the machine. A write never goes through a hard
 * link, since it replaces the name and not the file.
 */
final class Folder implements Closeable {

  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private final SecureDirectoryStream<Path> directory;

  private Folder(SecureDirectoryStream<Path> directory) {
    this.directory = directory;
  }

  /** Opens a directory that the operator named; links on the way to it are the operator's. */
  @SuppressWarnings("StreamResourceLeak") // The folder owns the stream and closes it.
  static Folder open(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new Folder(secure);
    }
    stream.close();
    throw new RefusedException(Reason.IO, "the file system gives no handles to directories");
  }

  /** Opens a directory in this one; the caller closes it. */
  Folder child(String name) throws IOException {
    try {
      return new Folder(directory.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      // The opening decided; looking again only finds words for it.
      require(name, Entry.Kind.DIRECTORY);
      throw e;
    }
  }

  /** Opens a file for reading; the caller closes it. */
  FileChannel file(String name) throws IOException {
    // Opening a pipe would wait for its writer.
    require(name, Entry.Kind.FILE);
    return channel(name, READ);
  }

  /** Makes a file that was not there before; the caller closes it. */
  FileChannel create(String name) throws IOException {
    return channel(name, CREATE);
  }

  /** Renames in one step, replacing a file. */
  void rename(String from, Folder target, String to) throws IOException {
    directory.move(Path.of(from), target.directory, Path.of(to));
  }

  /** Deletes a file or an empty directory, or a link itself. */
  void delete(Entry entry) throws IOException {
    Path name = Path.of(entry.name());
    switch (entry.kind()) {
      case DIRECTORY -> directory.deleteDirectory(name);
      case FILE, LINK, OTHER -> directory.deleteFile(name);
    }
  }

  void deleteFile(String name) throws IOException {
    directory.deleteFile(Path.of(name));
  }

  /** What has this name, if anything has. */
  Optional<Entry> find(String name) throws IOException {
    return find(Path.of(name));
  }

  private Optional<Entry> find(Path name) throws IOException {
    try {
      return Optional.of(
          Entry.of(
              name.toString(),
              directory
                  .getFileAttributeView(
                      name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                  .readAttributes()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Everything in here that is still there when it is looked at. Only once for each instance. */
  List<Entry> entries() throws IOException {
    List<Entry> found = new ArrayList<>();
    try {
      for (Path path : directory) {
        find(path.getFileName()).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /**
   * Refuses a name that is something else.
   *
   * @throws NoSuchFileException if nothing has this name
   */
  Entry require(String name, Entry.Kind kind) throws IOException {
    Entry entry = find(name).orElseThrow(() -> new NoSuchFileException(name));
    refuseUnless(entry, kind);
    return entry;
  }

  /** Refuses a name that is there and is no file. */
  void requireFileOrNothing(String name) throws IOException {
    Optional<Entry> entry = find(name);
    if (entry.isPresent()) {
      refuseUnless(entry.get(), Entry.Kind.FILE);
    }
  }

  private static void refuseUnless(Entry entry, Entry.Kind wanted) throws RefusedException {
    if (entry.kind() == wanted) {
      return;
    }
    if (entry.kind() == Entry.Kind.LINK) {
      throw new RefusedException(Reason.LINK, "a symbolic link is on the path");
    }
    throw wanted == Entry.Kind.FILE
        ? new RefusedException(Reason.NOT_A_FILE, "it is not a file")
        : new RefusedException(Reason.NOT_A_DIRECTORY, "a segment is not a directory");
  }

  /** Returns once the names in this directory are on disk. */
  void sync() throws IOException {
    try (FileChannel self = channel(".", READ)) {
      self.force(true);
    }
  }

  private FileChannel channel(String name, Set<OpenOption> options) throws IOException {
    SeekableByteChannel channel = directory.newByteChannel(Path.of(name), options);
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw new RefusedException(Reason.IO, "the file system gives no file channels");
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
