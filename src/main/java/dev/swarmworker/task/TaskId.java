package dev.swarmworker.task;

import java.util.regex.Pattern;

/**
 * Identity of a task: the same id is the same task, wherever and however often it is sent.
 *
 * @param value 1 to 128 of {@code A-Z a-z 0-9 . _ : -}, so that it is safe in a Redis hash tag, a
 *     Kafka key and a URL path
 */
public record TaskId(String value) {

  /** Longest id, in characters. */
  public static final int MAX_LENGTH = 128;

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1," + MAX_LENGTH + "}");

  /**
   * @throws IllegalArgumentException if {@code value} is not {@link #isValid valid}
   */
  public TaskId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a task id");
    }
  }

  /** Whether {@code value} can be a task's id. */
  public static boolean isValid(String value) {
    return ALLOWED.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
