package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The newest bytes of a stream, so that a pattern is seen that came in two pieces. */
final class Tail {

  private String before = "";
  private String newest = "";

  void add(byte[] chunk, int count) {
    String all = before + newest;
    before = all.substring(Math.max(0, all.length() - HeldReply.LONGEST_PATTERN));
    newest = new String(chunk, 0, count, ISO_8859_1);
  }

  /** Whether the pattern's end came with the newest bytes. Each byte counts as one character. */
  boolean endsWithin(String pattern) {
    int overlap = Math.min(before.length(), pattern.length() - 1);
    return (before.substring(before.length() - overlap) + newest).contains(pattern);
  }
}
