package dev.swarmworker.task;

/** Text as Java holds it, which may have halves of characters that no encoding can write. */
public final class Utf16 {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf16() {}

  /**
   * The text with U+FFFD for each half of a surrogate pair that stands alone, as a producer leaves
   * one who cuts a text in the middle of a character. Providers refuse a request that holds one.
   */
  public static String wellFormed(String text) {
    int broken = firstLone(text, 0);
    if (broken < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (int at = broken; at >= 0; at = firstLone(mended, at + 1)) {
      mended.setCharAt(at, REPLACEMENT);
    }
    return mended.toString();
  }

  private static int firstLone(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char next = text.charAt(i);
      if (Character.isHighSurrogate(next)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(next)) {
        return i;
      }
    }
    return -1;
  }
}
