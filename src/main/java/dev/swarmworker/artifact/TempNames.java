package dev.swarmworker.artifact;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Names of files that are being written. They lie in the artifact folder itself, so that the rename
 * stays within one file system, and begin with a dot, so that no artifact's path can be one.
 */
final class TempNames {

  private static final Pattern OURS = Pattern.compile("\\.swarm-[A-Za-z0-9-]{1,64}\\.tmp");

  private final Supplier<String> ids;

  /**
   * @param ids never the same twice, over all workers: 1 to 64 of {@code A-Z a-z 0-9 -}
   */
  TempNames(Supplier<String> ids) {
    this.ids = ids;
  }

  String next() {
    return ".swarm-" + ids.get() + ".tmp";
  }

  static boolean matches(String name) {
    return OURS.matcher(name).matches();
  }
}
