package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Input that is almost what a reader expects, which leads it further in than mere noise does. */
public final class Mutations {

  /** What JSON readers stumble over. */
  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "{\"id\":{\"id\":{}}}",
          "-1",
          "-0",
          "0.5",
          "1e308",
          "-1e309",
          "1e999999999",
          "1e-999999999",
          "1e99999999999",
          "NaN",
          "-Infinity",
          "9223372036854775808",
          "9".repeat(1500),
          "0." + "0".repeat(1500) + "1",
          "[".repeat(300),
          "{\"a\":".repeat(300),
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\\u001b\\u2028\"",
          "\"" + "x".repeat(3000) + "\"",
          "\"" + "\\u0041".repeat(500) + "\"",
          "\"id\":\"again\"",
          "\"type\":\"error\"",
          ",",
          ":",
          "}",
          "\"",
          "\\",
          "\n\n",
          "\r",
          "data: ",
          "\u00ef\u00bb\u00bf",
          "\u00c0\u0080",
          "\u00ed\u00a0\u0080",
          "\u00f4\u0090\u0080\u0080",
          "\u00ff\u00fe");

  private Mutations() {}

  private enum Kind {
    /** One byte is another. */
    FLIP,
    /** The rest is missing. */
    CUT,
    /** A stretch is missing. */
    DROP,
    /** A stretch comes twice. */
    REPEAT,
    /** A token stands in between. */
    INSERT,
    /** A token stands for the value of a field. */
    VALUE
  }

  /**
   * One change.
   *
   * @param at where, 0 to 1
   * @param share how much of the rest, 0 to 1
   */
  private record Mutation(Kind kind, double at, double share, String token) {

    /** Bytes are characters here, one by one. */
    String of(String text) {
      int from = (int) (at * text.length());
      int to = from + (int) (share * share * (text.length() - from));
      String before = text.substring(0, from);
      return switch (kind) {
        case FLIP ->
            before + (char) (share * 255) + text.substring(Math.min(text.length(), from + 1));
        case CUT -> before;
        case DROP -> before + text.substring(to);
        case REPEAT -> text.substring(0, to) + text.substring(from);
        case INSERT -> before + token + text.substring(from);
        case VALUE -> value(text, from);
      };
    }

    private String value(String text, int from) {
      int colon = text.indexOf(':', from);
      int end = colon + 1;
      while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return colon < 0 ? text : text.substring(0, colon + 1) + token + text.substring(end);
    }
  }

  /** One to six changes to one of these. */
  public static Arbitrary<byte[]> of(List<String> valid) {
    Arbitrary<Double> place = Arbitraries.doubles().between(0, 1).ofScale(4);
    Arbitrary<Mutation> mutation =
        Combinators.combine(Arbitraries.of(Kind.class), place, place, Arbitraries.of(TOKENS))
            .as(Mutation::new);
    return Combinators.combine(Arbitraries.of(valid), mutation.list().ofMinSize(1).ofMaxSize(6))
        .as(Mutations::mutated);
  }

  private static byte[] mutated(String valid, List<Mutation> mutations) {
    String text = new String(valid.getBytes(UTF_8), ISO_8859_1);
    for (Mutation mutation : mutations) {
      text = mutation.of(text);
    }
    return text.getBytes(ISO_8859_1);
  }

  /**
   * Something short, many times, within something valid: what costs a reader most for each byte.
   *
   * @param around holds one {@code @}, in whose place it stands
   */
  public static Arbitrary<byte[]> repeated(List<String> around, int maxBytes) {
    Arbitrary<String> units =
        Arbitraries.of(
            "[],",
            "{},",
            "0,",
            "1e9,",
            "\"\",",
            "[",
            "{\"a\":",
            "{\"a\":[],\"b\":0},",
            "\\u0000",
            "\\",
            "\\\"",
            "\"",
            " ",
            "\n",
            "\n\n",
            "data\n",
            "data:\n",
            ":\n",
            "é",
            "\ud83d\ude00",
            "9",
            "-",
            "x",
            ",",
            "`",
            "```",
            "data: {}\n\n",
            "{\"id\":\"a\"},",
            "\"id\":1,");
    Arbitrary<Integer> bytes = Arbitraries.integers().between(1, maxBytes);
    return Combinators.combine(Arbitraries.of(around), units, bytes)
        .as(
            (whole, unit, size) ->
                whole
                    .replace("@", unit.repeat(1 + size / unit.getBytes(UTF_8).length))
                    .getBytes(UTF_8));
  }
}
