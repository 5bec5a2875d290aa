package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The last bytes of a stream, so that a pattern is seen that came in two pieces. */
final class Tail {

  private static final int KEPT = 4096;

  private String text = "";

  void add(byte[] chunk, int count) {
    String before = text.substring(Math.max(0, text.length() - KEPT));
    text = before + new String(chunk, 0, count, ISO_8859_1);
  }

  /** Each byte as one character: the newest chunk, and what came just before it. */
  String text() {
    return text;
  }
}
