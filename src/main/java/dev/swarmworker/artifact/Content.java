package dev.swarmworker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** What to write, given piece by piece, so that a large artifact need not be in memory. */
@FunctionalInterface
public interface Content {

  /**
   * Writes everything to {@code out}, which the store owns and closes. Called once, with a write
   * permit held: it must not call the store.
   *
   * @throws IOException where {@code out}, or a source of the content, does; the write then fails
   */
  void writeTo(OutputStream out) throws IOException;

  /** These bytes. */
  static Content bytes(byte[] bytes) {
    return out -> out.write(bytes);
  }

  /** This text, in UTF-8. */
  static Content text(String text) {
    return out -> {
      Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      writer.write(text);
      writer.flush();
    };
  }

  /** All that {@code in} still has. The caller owns {@code in} and closes it. */
  static Content stream(InputStream in) {
    return in::transferTo;
  }
}
