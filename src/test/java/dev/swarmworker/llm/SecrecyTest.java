package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static dev.swarmworker.llm.LlmFixture.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Neither the key nor a prompt nor an answer gets into a log or a message, whatever happens. */
@QuarkusTest
class SecrecyTest {
  private static final String PROMPT = "the-words-of-a-very-secret-prompt";
  private static final String ANSWER = "the-words-of-a-very-secret-answer";
  private static final List<String> FATES =
      List.of(
          "",
          "status=400 message=\"you said: " + PROMPT + "\"",
          "status=401 message=\"bad key " + LlmFixture.KEY + "\"",
          "status=502",
          "fault=reset",
          "fault=truncate",
          "fault=garbage",
          "fault=shape",
          "fault=overloaded",
          "fault=hang");

  @Test
  void everyFate_isToldWithoutSecrets() throws Exception {
    List<String> told = new ArrayList<>();
    LogTap logs = new LogTap();
    logs.open();
    try (LlmFixture fixture = new LlmFixture("swarm.llm.breaker.failure-ratio", "1.0")) {
      for (String fate : FATES) {
        String text = PROMPT + " [fake output=\"" + ANSWER + "\" " + fate + "]";
        for (Call call : List.of(plain(text), streamed(text))) {
          CallOutcome outcome = fixture.llm.call(fixture.anthropic(), call, Duration.ofMillis(500));
          told.add(outcome instanceof CallOutcome.Done ? "done" : outcome.toString());
        }
      }
      told.add(fixture.anthropic().toString());
      told.add(fixture.llm.breakers().toString());
    } finally {
      logs.close();
    }

    assertThat(logs.lines).anyMatch(line -> line.contains("logging works"));
    told.addAll(logs.lines);
    assertThat(told)
        .noneMatch(line -> line.contains(LlmFixture.KEY))
        .noneMatch(line -> line.contains(PROMPT))
        .noneMatch(line -> line.contains(ANSWER));
  }

  /** Everything that is logged at any level that the build has left in. */
  private static final class LogTap extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();

    void open() {
      root.addHandler(this);
      root.setLevel(Level.ALL);
      Logger.getLogger("dev.swarmworker.llm").fine("logging works");
    }

    @Override
    public void publish(LogRecord entry) {
      StringWriter text = new StringWriter();
      text.append(entry.getMessage()).append(' ');
      if (entry.getParameters() != null) {
        text.append(List.of(entry.getParameters()).toString());
      }
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(new PrintWriter(text));
      }
      lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      root.setLevel(before);
      root.removeHandler(this);
    }
  }
}
