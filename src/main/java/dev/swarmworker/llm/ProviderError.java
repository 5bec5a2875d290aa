package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.task.Utf16;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An error in a provider's own words.
 *
 * @param type the provider's word for it, or empty
 * @param message for people, or empty
 */
record ProviderError(String type, String message) {
  static final ProviderError NONE = new ProviderError("", "");

  private static final int MAX_TYPE = 60;
  private static final int MAX_MESSAGE = 300;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Z}\\s]+");
  private static final int QUOTE = 24;
  private static final Set<String> BILLING_TYPES = Set.of("billing_error", "insufficient_quota");
  private static final Set<String> BILLING_WORDS =
      Set.of("spend limit", "spending limit", "credit balance", "billing");

  /**
   * Whether money is missing, which no waiting brings back. Anthropic says so under the type of an
   * ordinary rate limit, so that only the words tell the two apart.
   */
  boolean isAboutBilling() {
    String words = message.toLowerCase(Locale.ROOT);
    return BILLING_TYPES.contains(type) || BILLING_WORDS.stream().anyMatch(words::contains);
  }

  /**
   * One line that may be logged and published: bounded, without control characters, and without the
   * prompt or the key, which a provider may quote.
   */
  String describe(int status, Agent.Provider provider, Call call) {
    String kind = unquoted(type, MAX_TYPE, provider, call);
    String said = unquoted(message, MAX_MESSAGE, provider, call);
    String line = (status + " " + kind).strip();
    return said.isEmpty() ? line : line + ": " + said;
  }

  /** Looks for the key in all of the text: cut off, a line may have the greater part of one. */
  private static String unquoted(String text, int length, Agent.Provider provider, Call call) {
    String line = line(text, length);
    String key = provider.apiKey();
    boolean quotes = (!key.isEmpty() && text.contains(key)) || quotes(line, call);
    return quotes ? "(it quotes the request)" : line;
  }

  private static String line(String text, int length) {
    String start = text.substring(0, Math.min(text.length(), 2 * length));
    String line = UNPRINTABLE.matcher(start).replaceAll(" ").strip();
    return Utf16.wellFormed(line.length() <= length ? line : line.substring(0, length) + "…");
  }

  /** Looks at every second stretch, so that 36 quoted characters are always found. */
  private static boolean quotes(String said, Call call) {
    for (int i = 0; i + QUOTE <= said.length(); i += QUOTE / 2) {
      String stretch = said.substring(i, i + QUOTE);
      if (texts(call).anyMatch(text -> text.contains(stretch))) {
        return true;
      }
    }
    return false;
  }

  private static Stream<String> texts(Call call) {
    return Stream.concat(
        Stream.ofNullable(call.system()), call.messages().stream().map(Call.Message::text));
  }
}
