package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static dev.swarmworker.llm.LlmFixture.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.llm.CallOutcome.Unknown.End;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back for everything that an upstream can do. */
@QuarkusTest
class PooledLlmTest {
  private LlmFixture fixture;

  @BeforeEach
  void open() {
    fixture = new LlmFixture("swarm.llm.idle-timeout", "3s");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void plainAnswer_isDoneWithItsFigures() throws Exception {
    CallOutcome outcome = fixture.call("[fake id=a output=\"forty two\"]");

    Done done = (Done) outcome;
    assertThat(done.answer().text()).isEqualTo("forty two");
    assertThat(done.answer().model()).isEqualTo("claude-test");
    assertThat(done.answer().stopReason()).isEqualTo("end_turn");
    assertThat(done.answer().requestId()).startsWith("req_");
    assertThat(done.answer().usage().outputTokens()).isEqualTo(3);
    assertThat(fixture.fake.lastRequest("a").headers())
        .containsEntry("x-api-key", LlmFixture.KEY)
        .containsEntry("anthropic-version", "2023-06-01")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void streamedAnswer_isTheSameAsThePlainOne() throws Exception {
    Done plain = (Done) fixture.call(plain("[fake size=5000]"));
    Done streamed = (Done) fixture.call(streamed("[fake id=s size=5000]"));

    assertThat(fixture.fake.lastRequest("s").body()).contains("\"stream\":true");
    assertThat(streamed.answer().text()).isEqualTo(plain.answer().text()).hasSize(5000);
    assertThat(streamed.answer().stopReason()).isEqualTo("end_turn");
    assertThat(streamed.answer().requestId()).isNotNull();
    assertThat(streamed.answer().usage().outputTokens())
        .isEqualTo(plain.answer().usage().outputTokens());
  }

  @Test
  void streamingSwitchedOff_asksForTheWholeAnswer() throws Exception {
    try (LlmFixture plain = new LlmFixture("swarm.llm.streaming", "false")) {
      assertThat(plain.call(streamed("[fake id=off size=5000]"))).isInstanceOf(Done.class);

      assertThat(plain.fake.lastRequest("off").body()).doesNotContain("\"stream\":true");
    }
  }

  @Test
  void streamedAnswer_tellsItsProgress() throws Exception {
    List<Long> told = new ArrayList<>();

    fixture.llm.call(
        fixture.anthropic(),
        streamed("[fake size=8000 latency=300ms]"),
        TimeBounds.of(LlmFixture.LONG),
        told::add);

    assertThat(told).hasSizeGreaterThan(3).isSorted().doesNotHaveDuplicates().endsWith(2000L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void openAiAnswer_isDoneWithItsFigures(boolean streaming) throws Exception {
    String text = "[fake id=o output=\"forty two\"]";
    Call call = streaming ? streamed(text) : plain(text);

    Done done = (Done) fixture.llm.call(fixture.openAi(), call, LlmFixture.LONG);

    assertThat(done.answer().text()).isEqualTo("forty two");
    assertThat(done.answer().stopReason()).isEqualTo("stop");
    assertThat(done.answer().requestId()).startsWith("req_");
    assertThat(done.answer().usage().outputTokens()).isEqualTo(3);
    assertThat(fixture.fake.lastRequest("o").headers())
        .containsEntry("authorization", "Bearer " + LlmFixture.KEY)
        .doesNotContainKey("x-api-key");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 405, 413, 422})
  void refusal_isRejectedInTheProvidersWords(int status) throws Exception {
    CallOutcome outcome =
        fixture.call("[fake status=%d message=\"no such thing\"]".formatted(status));

    Rejected rejected = (Rejected) outcome;
    assertThat(rejected.httpStatus()).isEqualTo(status);
    assertThat(rejected.message()).startsWith(status + " ").endsWith(": no such thing");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 529})
  void overload_isRetriedAfterWhatTheProviderSays(int status) throws Exception {
    CallOutcome outcome = fixture.call("[fake status=%d retry-after=7]".formatted(status));

    assertThat(((RetryAfter) outcome).after()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Your credit balance is too low", "You reached your monthly spend limit"})
  void rateLimitForMoney_isRejected(String message) throws Exception {
    assertThat(fixture.call("[fake status=429 message=\"%s\"]".formatted(message)))
        .isInstanceOf(Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 500})
  void ownError_isUnavailable(int status) throws Exception {
    assertThat(fixture.call("[fake status=%d]".formatted(status))).isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504, 520, 524})
  void gatewaysError_isUnknown(int status) throws Exception {
    assertThat(fixture.call("[fake status=%d]".formatted(status))).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "reset, false",
    "reset, true",
    "close, false",
    "close, true",
    "truncate, false",
    "truncate, true",
    "garbage, false",
    "garbage, true",
    "shape, false",
    "shape, true",
    "stall, false",
    "stall, true"
  })
  void brokenAnswer_isUnknownAndTheNextCallWorks(String fault, boolean streaming) throws Exception {
    String text = "[fake fault=%s size=2000]".formatted(fault);

    CallOutcome outcome = fixture.call(streaming ? streamed(text) : plain(text));

    assertThat(outcome).isInstanceOf(Unknown.class);
    assertThat(((Unknown) outcome).timedOut()).isFalse();
    assertThat(fixture.call("hello")).isInstanceOf(Done.class);
    assertThat(fixture.llm.pool().inUse()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void drippingAnswer_isReadToItsEnd(boolean streaming) throws Exception {
    String text = "[fake fault=drip size=2000]";

    Done done = (Done) fixture.call(streaming ? streamed(text) : plain(text));

    assertThat(done.answer().text()).hasSize(2000);
  }

  @Test
  void overloadWithinAStream_afterText_isUnknown() throws Exception {
    CallOutcome outcome = fixture.call(streamed("[fake fault=overloaded size=4000]"));

    assertThat(((Unknown) outcome).message()).contains("overloaded_error");
  }

  @Test
  void hangingCall_timesOutAsUnknown() throws Exception {
    CallOutcome outcome =
        fixture.llm.call(fixture.anthropic(), plain("[fake fault=hang]"), Duration.ofMillis(300));

    assertThat(outcome).isEqualTo(new Unknown("no answer within PT0.3S", End.HURRIED));
    await().untilAsserted(() -> assertThat(fixture.fake.figures().concurrent()).isZero());
    assertThat(fixture.call("hello")).isInstanceOf(Done.class);
  }

  @Test
  void callAsLongAsAnyMayTake_timesOutOfItself() throws Exception {
    try (LlmFixture impatient = new LlmFixture("swarm.llm.timeout", "300ms")) {
      CallOutcome outcome =
          impatient.llm.call(
              impatient.anthropic(), plain("[fake fault=hang]"), Duration.ofMillis(300));

      assertThat(outcome).isEqualTo(new Unknown("no answer within PT0.3S", End.TIMED_OUT));
    }
  }

  @Test
  void refusedConnection_makesNoCall() throws Exception {
    fixture.fake.close();

    CallOutcome outcome = fixture.call("hello");

    NotMade notMade = (NotMade) outcome;
    assertThat(notMade.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(notMade.message()).contains("no connection");
  }

  @Test
  void unknownHost_makesNoCall() throws Exception {
    var nowhere = new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://nowhere.invalid", "k");

    assertThat(fixture.llm.call(nowhere, plain("x"), LlmFixture.LONG)).isInstanceOf(NotMade.class);
  }

  @Test
  void overloadWithinAStream_beforeText_isRetried() throws Exception {
    CallOutcome outcome = fixture.call(streamed("[fake fault=overloaded output=x]"));

    assertThat(((RetryAfter) outcome).message()).contains("overloaded_error");
  }

  @Test
  void nextCall_usesTheSameConnection() throws Exception {
    for (Call call : List.of(plain("a"), streamed("b"), plain("[fake status=400]"), plain("c"))) {
      fixture.call(call);
    }

    assertThat(fixture.fake.connectionsOpened()).isEqualTo(1);
    assertThat(fixture.llm.pool()).isEqualTo(new PoolStats(1, 0, 1, 0, 1, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close"})
  void brokenConnection_thatWasReused_isUnknownAndNotSentAgain(String fault) throws Exception {
    fixture.call("first");

    CallOutcome outcome = fixture.call("[fake id=once fault=" + fault + "]");

    assertThat(outcome).isInstanceOf(Unknown.class);
    assertThat(fixture.fake.calls("once")).isEqualTo(1);
    assertThat(fixture.fake.connectionsOpened()).isEqualTo(1);
  }
}
