package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides where a task's output goes: into the result, or into a file where it is too large: a
 * {@code .json} where it is a JSON object or array, and nothing besides.
 *
 * <p>The file's path follows from the task's id and the bytes. Run again after a crash, the same
 * output replaces itself. A worker that lost its lease and finishes late with another answer writes
 * another file: it can never change the bytes that a published result names by their hash. Its file
 * is then named by no result and is garbage.
 *
 * <p>Where artifacts are off every output stays in the result, however large; whether the topic
 * takes it is then up to the operator's broker.
 */
public final class OutputPlacement {

  /** Of the hash, in the name: 128 bits, so that no two outputs of a task ever share one. */
  private static final int NAME_HASH_LENGTH = 32;

  private static final String TEXT = ".txt";
  private static final String JSON = ".json";

  /** Where outputs are, and nothing of anybody else's. */
  static final ArtifactPath OUTPUTS = new ArtifactPath("outputs");

  private static final Pattern OUTPUT =
      Pattern.compile(
          "outputs/[0-9a-f]{2}/task-.+-([0-9a-f]{" + NAME_HASH_LENGTH + "})\\.(?:txt|json)");

  private final ArtifactStore store;
  private final ByteSize inlineLimit;

  /**
   * @param inlineLimit largest output, in UTF-8, that stays in the result
   */
  public OutputPlacement(ArtifactStore store, ByteSize inlineLimit) {
    this.store = store;
    this.inlineLimit = inlineLimit;
  }

  /** Whether {@link #place} has to write it to a file. */
  public boolean writes(String output) {
    return store.isOn()
        && 3L * output.length() > inlineLimit.bytes()
        && output.getBytes(StandardCharsets.UTF_8).length > inlineLimit.bytes();
  }

  /** Places an output, writing it where it is too large. */
  public Placement place(TaskId id, String output) {
    // No character takes more than three bytes for each char.
    if (3L * output.length() <= inlineLimit.bytes()) {
      return new Placement.Inline(output);
    }
    byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= inlineLimit.bytes()
        ? new Placement.Inline(output)
        : placeInFile(id, output, bytes);
  }

  private Placement placeInFile(TaskId id, String output, byte[] bytes) {
    return switch (written(id, output, bytes)) {
      case FileOutcome.Done<ArtifactRef>(ArtifactRef ref) -> new Placement.InFile(ref);
      case FileOutcome.Failed<ArtifactRef>(FileFailure failure) ->
          failure.reason() == Reason.OFF
              ? new Placement.Inline(output)
              : new Placement.Failed(
                  new Failure(
                      ErrorCode.ARTIFACT_FAILED, "output not kept: " + failure.message(), true));
    };
  }

  private FileOutcome<ArtifactRef> written(TaskId id, String output, byte[] bytes) {
    String hash = Sha256.hex(bytes);
    if (maybeJson(output)) {
      FileOutcome<ArtifactRef> json = store.writeJson(path(id, hash, JSON), output);
      if (!(json instanceof FileOutcome.Failed<ArtifactRef>(FileFailure failure)
          && failure.reason() == Reason.MALFORMED)) {
        return json;
      }
    }
    return store.write(path(id, hash, TEXT), Content.bytes(bytes));
  }

  /** A number or a word is text, though it is JSON as well. */
  private static boolean maybeJson(String output) {
    String begin = output.stripLeading();
    return begin.startsWith("{") || begin.startsWith("[");
  }

  /** Whether a path is that of an output which is a JSON document. */
  public static boolean isJson(ArtifactPath path) {
    return isOutput(path) && path.value().endsWith(JSON);
  }

  /** Whether a path lies where workers write, and nobody else should. */
  public static boolean isOurs(ArtifactPath path) {
    return path.equals(OUTPUTS) || path.value().startsWith(OUTPUTS + "/");
  }

  /**
   * Spread over 256 directories. An id may be a device name, begin with a dot or hold a colon:
   * words around it and an equals sign, which no id has, make it a path.
   */
  static ArtifactPath path(TaskId id, String sha256, String ending) {
    return new ArtifactPath(
        String.format(
            Locale.ROOT,
            "outputs/%s/task-%s-%s%s",
            sha256.substring(0, 2),
            id.value().replace(':', '='),
            sha256.substring(0, NAME_HASH_LENGTH),
            ending));
  }

  static boolean isOutput(ArtifactPath path) {
    return OUTPUT.matcher(path.value()).matches();
  }

  /** The first 128 bits of an output's SHA-256, which its path holds; nothing of other files. */
  public static Optional<String> hash(ArtifactPath path) {
    Matcher matcher = OUTPUT.matcher(path.value());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Where an output went. */
  public sealed interface Placement {

    /** Into the result. */
    record Inline(String output) implements Placement {}

    /** Into a file; the result's output is then empty. */
    record InFile(ArtifactRef artifact) implements Placement {}

    /** No file could be written; of the others nothing is said by that. */
    record Failed(Failure failure) implements Placement {}
  }
}
