package dev.swarmworker.artifact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an artifact path may look like, by its letters alone.
 *
 * <p>An allow-list of ASCII, for three reasons: the workers of a fleet may run under different
 * locales, and Java refuses file names that a locale cannot write; look-alikes, direction marks and
 * two spellings of one accented letter cannot name two files that people take for one; and a path
 * is safe in a log line, a header and a shell's argument list. One character is then one byte.
 */
final class PathRules {

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9 ._+=,@-]+");
  private static final Pattern EDGE = Pattern.compile("[. ].*|.*[. ]");

  /** Devices on Windows, whatever follows their first dot. */
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\\..*)?");

  private static final Set<String> STEPS = Set.of(".", "..");

  private PathRules() {}

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  /** The first rule that {@code path} breaks, or nothing where it breaks none. */
  static Optional<String> broken(String path) {
    if (path.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (path.length() > ArtifactPath.MAX_LENGTH) {
      return Optional.of("it is longer than " + ArtifactPath.MAX_LENGTH + " characters");
    }
    if (path.startsWith("/")) {
      return Optional.of("it is absolute");
    }
    return segments(path).stream().map(PathRules::brokenBy).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> brokenBy(String segment) {
    if (segment.isEmpty()) {
      return Optional.of("it has an empty segment");
    }
    if (STEPS.contains(segment)) {
      return Optional.of("it has a segment '.' or '..'");
    }
    if (segment.length() > ArtifactPath.MAX_SEGMENT_LENGTH) {
      return Optional.of(
          "a segment is longer than " + ArtifactPath.MAX_SEGMENT_LENGTH + " characters");
    }
    if (!SEGMENT.matcher(segment).matches()) {
      return Optional.of("only A-Z a-z 0-9 space . _ - + = , @ are allowed in a segment");
    }
    if (EDGE.matcher(segment).matches()) {
      // A leading dot also marks this package's own temporary files.
      return Optional.of("a segment begins or ends with a dot or a space");
    }
    if (RESERVED.matcher(segment).matches()) {
      return Optional.of("a segment is a reserved device name");
    }
    return Optional.empty();
  }
}
