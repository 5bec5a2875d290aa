package dev.swarmworker.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import dev.swarmworker.support.Bounded;
import dev.swarmworker.support.Mutations;
import dev.swarmworker.task.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever a provider sends, it is read within bounds, and means something: an answer that is fit
 * for a result, or why there is none. By jqwik, for the reasons in {@code TaskDecoderFuzzTest}.
 */
class ReplyFuzzTest {

  private static final String KEY = "sk-test-0123456789abcdef";
  private static final long LIMIT = 1 << 20;

  /** Empty objects cost most: 3 bytes each, with a map that Jackson gives them; 60 was seen. */
  private static final int TIMES = 80;

  /** The shortest event has 10 bytes, and is read by a parser of its own; 110 was seen. */
  private static final int TIMES_IN_EVENTS = 160;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Call CALL =
      new Call("asked-for", null, List.of(new Message(Role.USER, "hi")), 10, null);

  @Property
  void anyBytes_meanSomething(
      @ForAll Agent.Protocol protocol, @ForAll Status status, @ForAll byte[] bytes) {
    assertMeaning(protocol, status, bytes);
  }

  @Property
  void anyMutation_meansSomething(
      @ForAll Agent.Protocol protocol, @ForAll Status status, @ForAll("mutations") byte[] bytes) {
    assertMeaning(protocol, status, bytes);
  }

  @Property
  void anyRepetition_meansSomething(
      @ForAll Agent.Protocol protocol, @ForAll Status status, @ForAll("repetitions") byte[] bytes) {
    assertMeaning(protocol, status, bytes);
  }

  @Property
  void anyCutting_meansTheSame(
      @ForAll Agent.Protocol protocol,
      @ForAll Status status,
      @ForAll("mutations") byte[] bytes,
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 40) Integer> cuts)
      throws InterruptedException {
    assertThat(read(protocol, status, bytes, cuts))
        .isEqualTo(read(protocol, status, bytes, List.of()));
  }

  @Property
  void anyHeader_isATimeWithinADayOrNone(@ForAll("headers") byte[] bytes, @ForAll boolean millis) {
    String name = millis ? "retry-after-ms" : "retry-after";
    Map<String, String> headers = Map.of(name, new String(bytes, UTF_8));

    Duration wait = Bounded.reading(bytes, 50, () -> RetryAfterHeader.in(headers::get, NOW));

    if (wait != null) {
      assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(1));
    }
  }

  @Property
  void anyStoredAnswer_isOneOrNone(@ForAll("stored") byte[] bytes) {
    Bounded.reading(bytes, TIMES, () -> AnswerJson.of(Json.parse(bytes)))
        .ifPresent(ReplyFuzzTest::assertFit);
  }

  @Property
  void keyInAnError_isNeverRepeated(
      @ForAll("noise") String before, @ForAll("noise") String after, @ForAll boolean inType) {
    String text = before + KEY + after;
    ProviderError error = inType ? new ProviderError(text, "no") : new ProviderError("no", text);

    String said = error.describe(400, provider(Agent.Protocol.OPENAI), CALL);

    assertThat(said).doesNotContain(KEY.substring(0, 12)).hasSizeLessThan(400);
  }

  /**
   * What was found: counts that no call can have, names as long as answers, halves of characters.
   */
  @Example
  void corpus_meansSomething() {
    List<String> counts = List.of("-5", "1e300", "9223372036854775807", "\"7\"", "NaN", "[1]");
    for (String count : counts) {
      assertMeaning(
          Agent.Protocol.ANTHROPIC, Status.OK, bytes(Replies.MESSAGE.replace("11", count)));
      assertMeaning(
          Agent.Protocol.ANTHROPIC, Status.STREAM, bytes(Replies.EVENTS.replace("11", count)));
      assertMeaning(
          Agent.Protocol.OPENAI, Status.OK, bytes(Replies.COMPLETION.replace("11", count)));
      assertMeaning(
          Agent.Protocol.OPENAI, Status.STREAM, bytes(Replies.CHUNKS.replace("11", count)));
    }
    for (String text : List.of("\\ud83d", "x".repeat(5000), "1e99999999999")) {
      for (String reply : Replies.ALL) {
        for (String old : List.of("claude-x", "gpt-x", "Hel", "end_turn", "stop")) {
          for (Agent.Protocol protocol : Agent.Protocol.values()) {
            for (Status status : Status.values()) {
              assertMeaning(protocol, status, bytes(reply.replace(old, text)));
            }
          }
        }
      }
    }
  }

  /** How a response begins. */
  enum Status {
    OK(200, "application/json"),
    STREAM(200, "text/event-stream"),
    REFUSED(400, "application/json"),
    LIMITED(429, "application/json"),
    GATEWAY(502, "text/html");

    private final int code;
    private final String contentType;

    Status(int code, String contentType) {
      this.code = code;
      this.contentType = contentType;
    }
  }

  @Provide
  Arbitrary<byte[]> mutations() {
    return Mutations.of(Replies.ALL);
  }

  @Provide
  Arbitrary<byte[]> repetitions() {
    return Mutations.repeated(Replies.AROUND, 128 << 10);
  }

  @Provide
  Arbitrary<byte[]> headers() {
    return Mutations.of(List.of("7", "1.5", "86399999999", "Thu, 01 Jan 2026 00:00:20 GMT"));
  }

  @Provide
  Arbitrary<byte[]> stored() {
    return Mutations.of(
        List.of(
            "{\"text\":\"t\",\"model\":\"m\",\"inputTokens\":1,\"outputTokens\":2,"
                + "\"cacheReadTokens\":3,\"stopReason\":\"end_turn\",\"requestId\":\"r\"}"));
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("ab \n…").ofMaxLength(700);
  }

  private static void assertMeaning(Agent.Protocol protocol, Status status, byte[] bytes) {
    int times = status == Status.STREAM ? TIMES_IN_EVENTS : TIMES;

    CallOutcome outcome =
        Bounded.reading(bytes, times, () -> read(protocol, status, bytes, List.of()));

    switch (outcome) {
      case CallOutcome.Done done -> assertFit(done.answer());
      case CallOutcome.RetryAfter(Duration _, boolean _, String message) -> assertFit(message);
      case CallOutcome.Rejected(int _, String message) -> assertFit(message);
      case CallOutcome.Unknown(String message, CallOutcome.Unknown.End _) -> assertFit(message);
      case CallOutcome.Unavailable(String message) -> assertFit(message);
      case CallOutcome.NotMade _ -> throw new AssertionError("it was made");
    }
  }

  private static void assertFit(Answer answer) {
    assertThat(UTF_8.newEncoder().canEncode(answer.text())).isTrue();
    assertThat(answer.model()).hasSizeLessThanOrEqualTo(256);
    if (answer.stopReason() != null) {
      assertThat(answer.stopReason()).hasSizeLessThanOrEqualTo(256);
    }
    assertThat(
            LongStream.of(
                answer.usage().inputTokens(),
                answer.usage().outputTokens(),
                answer.usage().cacheReadTokens(),
                answer.usage().cacheWriteTokens()))
        .allMatch(count -> count >= 0 && count <= 1_000_000_000);
    assertThat(AnswerJson.of(AnswerJson.toJson(answer))).contains(answer);
  }

  private static void assertFit(String message) {
    assertThat(message).isNotBlank().hasSizeLessThan(500).doesNotContainPattern("\\p{Cntrl}");
    assertThat(UTF_8.newEncoder().canEncode(message)).isTrue();
  }

  private static CallOutcome read(
      Agent.Protocol protocol, Status status, byte[] bytes, List<Integer> cuts)
      throws InterruptedException {
    Unanswered unanswered = new Unanswered("x", Duration.ofSeconds(30), false);
    ReplyReader reader =
        new ReplyReader(
            Adapter.of(protocol), provider(protocol), CALL, unanswered, LIMIT, tokens -> {});
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Content-Type", status.contentType)
            .add("Retry-After", "1e9")
            .add("Request-Id", "r-1");
    Response response =
        Response.Kind.of(status.code, status.contentType) == Response.Kind.STREAM
            ? new Response.Begun(status.code, headers)
            : new Response.Whole(status.code, headers, Buffer.buffer(bytes), Finish.COMPLETE);
    return reader.read(response, new CutPieces(bytes, cuts), NOW).outcome();
  }

  private static Agent.Provider provider(Agent.Protocol protocol) {
    return new Agent.Provider(protocol, "http://x", KEY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
