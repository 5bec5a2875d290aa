package dev.swarmworker.artifact;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a crashed worker left half written. Other workers write in the same folder, so only what has
 * not changed for an hour is taken for left: a write that stands still for as long is given up.
 */
final class Leftovers {

  static final Duration AGE = Duration.ofHours(1);

  private final Root root;
  private final InstantSource clock;

  Leftovers(Root root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /**
   * Deletes them.
   *
   * @return how many
   */
  int delete() throws IOException {
    int deleted = 0;
    try (Folder folder = root.open()) {
      for (Entry entry : folder.entries()) {
        if (isLeft(entry) && delete(folder, entry)) {
          deleted++;
        }
      }
    }
    return deleted;
  }

  private boolean isLeft(Entry entry) {
    return TempNames.matches(entry.name()) && entry.modified().isBefore(clock.instant().minus(AGE));
  }

  /** One that stays harms nobody: another worker was first, or may delete it at its start. */
  private static boolean delete(Folder folder, Entry entry) {
    try {
      folder.delete(entry);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
