package dev.swarmworker.artifact;

import java.util.List;
import java.util.Optional;

/**
 * Name of an artifact, relative to the artifact folder.
 *
 * @param value segments of {@code A-Z a-z 0-9 space . _ - + = , @}, separated by {@code /}; within
 *     the bounds of {@link PathRules}
 */
public record ArtifactPath(String value) {

  /** Longest path, in bytes. */
  public static final int MAX_LENGTH = 1024;

  /** Longest segment, in bytes. */
  public static final int MAX_SEGMENT_LENGTH = 255;

  /**
   * @throws IllegalArgumentException if {@code value} breaks a rule; {@link #parse} says so as a
   *     value
   */
  public ArtifactPath {
    Optional<String> broken = PathRules.broken(value);
    if (broken.isPresent()) {
      throw new IllegalArgumentException("not an artifact path: " + broken.get());
    }
  }

  /** Reads a path that somebody else wrote. */
  public static Parsed parse(String value) {
    return PathRules.broken(value)
        .<Parsed>map(Parsed.Invalid::new)
        .orElseGet(() -> new Parsed.Valid(new ArtifactPath(value)));
  }

  /** The last segment. */
  String name() {
    return segments().getLast();
  }

  /** The segments before the last, outermost first. */
  List<String> parents() {
    List<String> all = segments();
    return all.subList(0, all.size() - 1);
  }

  List<String> segments() {
    return PathRules.segments(value);
  }

  @Override
  public String toString() {
    return value;
  }

  /** What a string came to. */
  public sealed interface Parsed {

    /** It is a path inside the folder. */
    record Valid(ArtifactPath path) implements Parsed {}

    /**
     * It is not.
     *
     * @param reason the broken rule, without the string itself, which may be anything
     */
    record Invalid(String reason) implements Parsed {}
  }
}
