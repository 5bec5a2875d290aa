package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static dev.swarmworker.llm.LlmFixture.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.llm.CallOutcome.Unknown.End;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that do not begin. */
@QuarkusTest
class FirstByteTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private LlmFixture fixture;

  @BeforeEach
  void open() {
    fixture = new LlmFixture("swarm.llm.first-byte-timeout", LIMIT.toMillis() + "ms");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void streamThatDoesNotBegin_isUnknown_givesItsConnectionBack_andTheNextCallWorks()
      throws Exception {
    CallOutcome outcome = fixture.call(streamed("[fake fault=hang]"));

    assertThat(outcome)
        .isEqualTo(new Unknown("no answer began within swarm.llm.first-byte-timeout", End.BROKEN));
    await().untilAsserted(() -> assertThat(fixture.fake.figures().concurrent()).isZero());
    assertThat(fixture.llm.pool().inUse()).isZero();
    assertThat(fixture.call(streamed("hello"))).isInstanceOf(Done.class);
  }

  @Test
  void streamThatBegan_mayTakeLonger() throws Exception {
    long begun = System.nanoTime();

    assertThat(fixture.call(streamed("[fake latency=4s size=1000]"))).isInstanceOf(Done.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(LIMIT);
  }

  @Test
  void answerThatIsNotStreamed_mayTakeLonger() throws Exception {
    assertThat(fixture.call(plain("[fake latency=3s]"))).isInstanceOf(Done.class);
  }

  @Test
  void callsOwnBound_holdsWhereItIsShorter() throws Exception {
    CallOutcome outcome =
        fixture.llm.call(
            fixture.anthropic(), streamed("[fake fault=hang]"), Duration.ofMillis(300));

    assertThat(outcome).isEqualTo(new Unknown("no answer within PT0.3S", End.HURRIED));
  }

  @Test
  void noConnection_isNoCall() throws Exception {
    try (SilentEndpoint silent = new SilentEndpoint()) {
      var provider = new Agent.Provider(Agent.Protocol.ANTHROPIC, silent.baseUrl(), LlmFixture.KEY);

      CallOutcome outcome = fixture.llm.call(provider, streamed("x"), LlmFixture.LONG);

      assertThat(outcome).isInstanceOf(NotMade.class);
      assertThat(((NotMade) outcome).reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }
}
