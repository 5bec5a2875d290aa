package dev.swarmworker.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;

/** The tasks: numbered, all different, the same in each run. {@code tasks.js} makes the same. */
final class TaskData {

  private static final String PREFIX = "bench-";
  private static final int DIGITS = 7;
  private static final String FILLER = "Read this line, weigh it, and say in one what it means. ";

  private TaskData() {}

  static String id(int number) {
    String digits = Integer.toString(number);
    return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
  }

  static int number(String id) {
    return Integer.parseInt(id.substring(PREFIX.length()));
  }

  /** A task as on its topic. The prompt begins with the id. */
  static byte[] json(int number, int promptBytes) {
    String id = id(number);
    String prompt = (id + " " + FILLER.repeat(promptBytes / FILLER.length() + 1));
    return """
        {"id":"%s","type":"analysis","objective":"%s","constraints":{"maxTokens":1024}}"""
        .formatted(id, prompt.substring(0, promptBytes))
        .getBytes(UTF_8);
  }

  /** The number of the task that a request speaks of; -1 where of none. */
  static int numberIn(Buffer request) {
    byte first = (byte) PREFIX.charAt(0);
    int last = request.length() - PREFIX.length() - DIGITS;
    for (int at = 0; at <= last; at++) {
      if (request.getByte(at) == first && isPrefix(request, at)) {
        int start = at + PREFIX.length();
        return Integer.parseInt(request.getString(start, start + DIGITS));
      }
    }
    return -1;
  }

  private static boolean isPrefix(Buffer request, int at) {
    for (int i = 1; i < PREFIX.length(); i++) {
      if (request.getByte(at + i) != PREFIX.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
