package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.CallOutcome.Unknown;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
  private static final Duration WAIT = Duration.ofSeconds(3);

  private static Reply classified(int status) {
    return Classifier.ofStatus(status, ProviderError.NONE, WAIT, "text");
  }

  static IntStream everyStatus() {
    return IntStream.concat(IntStream.range(100, 200), IntStream.range(300, 600));
  }

  @ParameterizedTest
  @MethodSource("everyStatus")
  void everyStatus_hasItsMeaning(int status) {
    Class<?> expected =
        switch (status) {
          case 429, 503, 529 -> RetryAfter.class;
          case 408, 409, 500 -> Unavailable.class;
          default -> status < 500 ? Rejected.class : Unknown.class;
        };

    Reply reply = classified(status);

    assertThat(reply.outcome()).isInstanceOf(expected);
    assertThat(reply.upstreamFailed()).isEqualTo(status != 429 && expected != Rejected.class);
  }

  @Test
  void overload_carriesTheWait() {
    assertThat(classified(529).outcome()).isEqualTo(new RetryAfter(WAIT, true, "text"));
    assertThat(classified(503).outcome()).isEqualTo(new RetryAfter(WAIT, true, "text"));
    assertThat(classified(429).outcome()).isEqualTo(new RetryAfter(WAIT, false, "text"));
    assertThat(classified(404).outcome()).isEqualTo(new Rejected(404, "text"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"insufficient_quota", "billing_error"})
  void rateLimitOfAMoneyType_isRejected(String type) {
    Reply reply = Classifier.ofStatus(429, new ProviderError(type, ""), WAIT, "text");

    assertThat(reply).isEqualTo(new Reply(new Rejected(429, "text"), false));
  }

  @Test
  void errorsWithinAStream_standForTheirStatus() {
    assertThat(Set.of("overloaded_error", "rate_limit_error", "api_error", "new_error"))
        .extracting(Classifier::statusOf)
        .containsExactlyInAnyOrder(529, 429, 500, 0);
  }
}
