package dev.swarmworker.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt tells the fake to do, for example {@code [fake id=t-1 latency=200ms status=529
 * times=2 retry-after=1]}. It travels inside the prompt, so that it steers the fake from another
 * process as well, and it survives being quoted in JSON.
 *
 * <ul>
 *   <li>{@code id}: under which calls are counted
 *   <li>{@code latency}: how long the answer takes, {@code 200ms} or {@code 2s}
 *   <li>{@code output}: the answer's text; {@code size}: so many characters of text instead
 *   <li>{@code status}: an error of this HTTP status; {@code message}, {@code retry-after}: its own
 *   <li>{@code fault}: one of {@link Fault}, in small letters with dashes; with a status, it
 *       befalls the error's body
 *   <li>{@code pace}: the pause in a {@code drip} or {@code trickle}, 20 ms where it says nothing
 *   <li>{@code for}: how long a {@code trickle} goes on; without it, for ever
 *   <li>{@code size}: of a {@code huge} body or an {@code endless-line} the bytes, 50 MiB where it
 *       says nothing
 *   <li>{@code times}: how many calls of this id go wrong before they are answered; without it, all
 * </ul>
 */
record FakeDirective(Map<String, String> settings) {

  /** What a call without a directive gets. */
  static final FakeDirective NONE = new FakeDirective(Map.of());

  /** Faults for which {@code size} is no answer's. */
  private static final Set<Fault> MEASURED = Set.of(Fault.HUGE, Fault.ENDLESS_LINE);

  private static final String QUOTED = "\"[^\"]*\"|\\\\\"[^\"]*?\\\\\"";
  private static final String SETTING = "([a-z-]+)=(" + QUOTED + "|[^\\s\\]\"\\\\]+)";
  private static final Pattern SETTINGS = Pattern.compile(SETTING);
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\[fake((?:\\s+" + SETTING + ")*)\\s*]");

  /** What goes wrong beside the status line. */
  enum Fault {
    /** The connection is reset before any answer. */
    RESET,
    /** The connection is closed in order before any answer. */
    CLOSE,
    /** No answer ever comes. */
    HANG,
    /** The same, and nothing that the caller does is noticed, his leaving included. */
    HALF_OPEN,
    /** The answer comes in some twenty small pieces. */
    DRIP,
    /** The head comes, and then a byte now and then that says nothing. */
    TRICKLE,
    /** Half the answer comes, then the connection ends. */
    TRUNCATE,
    /** Half the answer comes, then nothing more. */
    STALL,
    /** The answer is no JSON. */
    GARBAGE,
    /** The answer is JSON of another shape. */
    SHAPE,
    /** The body is very long. */
    HUGE,
    /** The body is a stream whose second line is very long, and then over. */
    ENDLESS_LINE,
    /** A stream breaks off with an overloaded_error event. */
    OVERLOADED
  }

  /** The first directive in {@code text}, or {@link #NONE}. */
  static FakeDirective in(String text) {
    Matcher directive = DIRECTIVE.matcher(text);
    if (!directive.find()) {
      return NONE;
    }
    Map<String, String> settings = new HashMap<>();
    Matcher setting = SETTINGS.matcher(directive.group(1));
    while (setting.find()) {
      settings.put(setting.group(1), unquoted(setting.group(2)));
    }
    return new FakeDirective(Map.copyOf(settings));
  }

  private static String unquoted(String value) {
    int mark = value.startsWith("\\\"") ? 2 : value.startsWith("\"") ? 1 : 0;
    return value.substring(mark, value.length() - mark);
  }

  /** Under which calls are counted. */
  String id() {
    return settings.getOrDefault("id", "");
  }

  /** Whether the {@code n}th call of this id, from 1, is to go wrong. */
  boolean failsCall(int n) {
    return n <= times() && (status() != 200 || fault().isPresent());
  }

  private int times() {
    return Integer.parseInt(settings.getOrDefault("times", "" + Integer.MAX_VALUE));
  }

  int status() {
    return Integer.parseInt(settings.getOrDefault("status", "200"));
  }

  Optional<Fault> fault() {
    return get("fault").map(name -> Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /** How long an answer takes. */
  Duration latency(Duration otherwise) {
    return get("latency").map(FakeDirective::duration).orElse(otherwise);
  }

  /** Exact text of the answer, {@code size} characters of text, or nothing of the two. */
  @Nullable String output() {
    if (fault().filter(MEASURED::contains).isPresent()) {
      return null;
    }
    return get("output").orElseGet(() -> get("size").map(FakeDirective::filler).orElse(null));
  }

  /** Bytes of a body that is too long. */
  long bytes() {
    return get("size").map(Long::parseLong).orElse(50L << 20);
  }

  /** The pause between two pieces. */
  Duration pace() {
    return get("pace").map(FakeDirective::duration).orElse(Duration.ofMillis(20));
  }

  /** How many bytes a trickle has. */
  long trickles() {
    return get("for")
        .map(FakeDirective::duration)
        .map(time -> time.dividedBy(pace()))
        .orElse(Long.MAX_VALUE);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  private static String filler(String size) {
    int length = Integer.parseInt(size);
    return "lorem ipsum ".repeat(length / 12 + 1).substring(0, length);
  }

  private static Duration duration(String text) {
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
  }
}
