package dev.swarmworker.artifact;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size with its unit, as configuration gives it: {@code 512}, {@code 256KiB}, {@code 1MiB},
 * {@code 2GiB}; {@code K}, {@code KB} and so on mean the same powers of 1024.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(?:([KMGT]?)(?:I?B)?)");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "K", 10, "M", 20, "G", 30, "T", 40);

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is 0 or more bytes");
    }
  }

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public static ByteSize parse(CharSequence text) {
    Matcher matcher = FORM.matcher(text.toString().strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size such as 512, 256KiB, 1MiB or 2GiB");
    }
    long count = Long.parseLong(matcher.group(1));
    int shift = SHIFTS.getOrDefault(matcher.group(2), 0);
    if (count > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'" + text + "' is larger than 8 EiB");
    }
    return new ByteSize(count << shift);
  }
}
