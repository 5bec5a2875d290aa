package dev.swarmworker.trace;

import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.TaskObserver;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a task goes through, in the spans of its message: its turn and its claim as spans of their
 * own, which are known even of a worker that dies in the call; the rest as events.
 */
final class SpanObserver implements TaskObserver {

  private static void with(Consumer<TaskSpans> telling) {
    TaskSpans.present().ifPresent(telling);
  }

  private static void event(String name) {
    with(spans -> spans.task().addEvent(name));
  }

  @Override
  public void received(TaskId id) {
    with(spans -> spans.begin("turn"));
  }

  @Override
  public void claiming(TaskId id) {
    with(spans -> spans.begin("claim"));
  }

  @Override
  public void claimed(TaskId id, int losses) {
    with(
        spans -> {
          spans.phase().setAttribute(Keys.CLAIM, "granted").setAttribute(Keys.TASK_LOSSES, losses);
          spans.endPhase();
        });
  }

  @Override
  public void held(TaskId id) {
    with(spans -> lookAgain(spans, "held"));
  }

  /** Also of an outcome that is read and not understood: its claim has ended by then. */
  @Override
  public void newer(TaskId id) {
    with(spans -> lookAgain(spans, "newer"));
  }

  private static void lookAgain(TaskSpans spans, String outcome) {
    spans.phase().setAttribute(Keys.CLAIM, outcome);
    spans.begin("turn"); // the pause before it included
  }

  @Override
  public void doneBefore(TaskId id) {
    with(
        spans -> {
          spans.phase().setAttribute(Keys.CLAIM, "done");
          spans.endPhase();
        });
  }

  @Override
  public void answerKept(TaskId id) {
    event("task.answered-before");
  }

  @Override
  public void republished(TaskId id) {
    event("task.republished");
  }

  @Override
  public void started(TaskId id, String agentId, int attempt, Duration timeout) {
    with(spans -> spans.calling(agentId, attempt));
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration wait, String why) {
    Attributes attributes =
        Attributes.builder()
            .put(GenAiIncubatingAttributes.GEN_AI_AGENT_ID, agentId)
            .put(Keys.TASK_ATTEMPT, (long) attempt)
            .put(Keys.PAUSE, wait.toMillis())
            .build();
    with(spans -> spans.task().addEvent("task.retrying", attributes));
  }

  @Override
  public void sharing(TaskId id, Duration pause) {
    event("task.sharing");
  }

  @Override
  public void artifactUnwritten(TaskId id, String why) {
    event("artifact.unwritten");
  }

  @Override
  public void ended(Result result) {
    with(spans -> tell(spans, result));
  }

  private static void tell(TaskSpans spans, Result result) {
    spans
        .task()
        .setAttribute(Keys.TASK_STATUS, result.status().wireName())
        .setAttribute(Keys.TASK_ATTEMPTS, result.attempts());
    Failure error = result.error();
    if (error != null) {
      TaskSpans.fail(spans.task(), error.code().name());
    }
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    event("task.dead-lettered");
  }

  @Override
  public void leaseLost(TaskId id) {
    event("lease.lost");
  }

  @Override
  public void leftToOthers(TaskId id) {
    event("task.left");
  }
}
