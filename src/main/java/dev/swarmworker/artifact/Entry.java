package dev.swarmworker.artifact;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Something in a directory.
 *
 * @param name its last segment
 * @param kind what it is
 * @param size in bytes, of a file
 * @param modified when its content last changed, by the file system's clock
 */
public record Entry(String name, Kind kind, long size, Instant modified) {

  /** What a name stands for. */
  public enum Kind {
    FILE,
    DIRECTORY,
    /** A symbolic link, whatever it points to. */
    LINK,
    /** A device, pipe or socket. */
    OTHER
  }

  static Entry of(String name, BasicFileAttributes attributes) {
    return new Entry(
        name, kind(attributes), attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  private static Kind kind(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return Kind.FILE;
    }
    if (attributes.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
  }
}
