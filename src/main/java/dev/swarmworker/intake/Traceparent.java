package dev.swarmworker.intake;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of W3C Trace Context. It goes on with the result, so nothing else may pass for it: a
 * header as large as a message would make the result too large for its topic.
 */
final class Traceparent {

  private static final int LENGTH = 55;

  /** Of versions to come, which may append. */
  private static final int MAX_LENGTH = 256;

  private static final String IDS = "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

  private static final Pattern FORM =
      Pattern.compile("00" + IDS + "|(?!00|ff)[0-9a-f]{2}" + IDS + "(-[!-~]*)?");

  private Traceparent() {}

  /** The header's text, or null where it is none. */
  static @Nullable String of(byte @Nullable [] value) {
    if (value == null || value.length < LENGTH || value.length > MAX_LENGTH) {
      return null;
    }
    String text = new String(value, StandardCharsets.ISO_8859_1);
    return FORM.matcher(text).matches() ? text : null;
  }
}
