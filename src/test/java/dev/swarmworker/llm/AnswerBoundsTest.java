package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static dev.swarmworker.llm.LlmFixture.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.support.Allocation;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer may cost at most: time, memory, and its connection. */
@QuarkusTest
class AnswerBoundsTest {

  private static final long MIB = 1 << 20;

  /** What sockets and buffers between the two hold, at most. */
  private static final long UNDER_WAY = 12 * MIB;

  private LlmFixture fixture;

  /** With one place in the pool, the next call shows that it is free again. */
  @BeforeEach
  void open() {
    fixture = new LlmFixture("swarm.pool.max", "1", "swarm.pool.min", "0");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void assertFreeAgain() throws InterruptedException {
    await().untilAsserted(() -> assertThat(fixture.llm.pool().total()).isZero());
    assertThat(fixture.call("next")).isInstanceOf(Done.class);
    assertThat(fixture.llm.pool().total()).isEqualTo(1);
    assertThat(fixture.llm.pool().inUse()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "trickle, false",
    "trickle, true",
    "hang, false",
    "hang, true",
    "half-open, false",
    "half-open, true"
  })
  void answerThatNeverComes_endsAtTheTimeout(String fault, boolean streaming) throws Exception {
    String text = "[fake id=never fault=%s pace=5ms]".formatted(fault);
    Duration timeout = Duration.ofMillis(700);
    long begun = System.nanoTime();

    CallOutcome outcome =
        fixture.llm.call(fixture.anthropic(), streaming ? streamed(text) : plain(text), timeout);

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(timeout, timeout.plusSeconds(2));
    assertThat(outcome).isEqualTo(new Unknown("no answer within PT0.7S", Unknown.End.HURRIED));
    assertThat(fixture.fake.calls("never")).isEqualTo(1);
    assertFreeAgain();
    if (!fault.equals("half-open")) {
      await().untilAsserted(() -> assertThat(fixture.fake.figures().concurrent()).isZero());
    }
  }

  /** It was refused, and so not billed, however its body comes in. */
  @ParameterizedTest
  @CsvSource({"429, trickle", "529, trickle", "503, stall"})
  void errorWhoseBodyDoesNotEnd_isThatErrorAllTheSame(int status, String fault) throws Exception {
    CallOutcome outcome =
        fixture.call("[fake status=%d fault=%s pace=5ms retry-after=7]".formatted(status, fault));

    assertThat(((RetryAfter) outcome).after()).isEqualTo(Duration.ofSeconds(7));
    assertFreeAgain();
  }

  @ParameterizedTest
  @CsvSource({"huge, false", "huge, true", "endless-line, true"})
  void answerLargerThanTheBound_isRejectedAndCut(String fault, boolean streaming) throws Exception {
    String text = "[fake fault=%s]".formatted(fault);
    Allocation allocated = Allocation.ofThisThread();

    CallOutcome outcome = fixture.call(streaming ? streamed(text) : plain(text));

    assertThat(allocated.bytes()).isLessThan(40 * MIB);
    assertThat(((Rejected) outcome).message()).contains("swarm.llm.max-response-bytes");
    assertFreeAgain();
    await().untilAsserted(() -> assertThat(fixture.fake.aborted()).isEqualTo(1));
    assertThat(fixture.fake.largestAnswer()).isLessThan(4 * MIB + UNDER_WAY);
  }

  @ParameterizedTest
  @CsvSource({"400", "403", "429", "500", "502", "529"})
  void errorLargerThanItsBound_isThatErrorAndCut(int status) throws Exception {
    Allocation allocated = Allocation.ofThisThread();

    CallOutcome outcome =
        fixture.call("[fake status=%d fault=huge retry-after=7]".formatted(status));

    assertThat(allocated.bytes()).isLessThan(2 * MIB);
    assertThat(outcome.getClass()).isEqualTo(meaningOf(status));
    assertFreeAgain();
    await().untilAsserted(() -> assertThat(fixture.fake.aborted()).isEqualTo(1));
    assertThat(fixture.fake.largestAnswer()).isLessThan(UNDER_WAY);
  }

  private static Class<? extends CallOutcome> meaningOf(int status) {
    return switch (status) {
      case 429, 529 -> RetryAfter.class;
      case 500 -> Unavailable.class;
      case 502 -> Unknown.class;
      default -> Rejected.class;
    };
  }
}
