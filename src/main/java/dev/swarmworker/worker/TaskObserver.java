package dev.swarmworker.worker;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told of a task's life, on the task's own thread: must be quick, must not block and must not
 * fail. Never sees a prompt; must keep no output.
 */
public interface TaskObserver {

  /** A message brought the task. */
  default void received(TaskId id) {}

  /** It has its turn, and is about to be claimed. */
  default void claiming(TaskId id) {}

  /** This worker owns it now. */
  default void claimed(TaskId id, int losses) {}

  /** An owner before had kept its answer; it is settled without a call. */
  default void answerKept(TaskId id) {}

  /** Another owner has it; this delivery looks again later. */
  default void held(TaskId id) {}

  /** What is known of it only a newer worker can read; this delivery looks again later. */
  default void newer(TaskId id) {}

  /** It was done before: the claim found its outcome. */
  default void doneBefore(TaskId id) {}

  /** It was done before; its result was published again. */
  default void republished(TaskId id) {}

  /** An upstream call begins, and takes no longer than this. */
  default void started(TaskId id, String agentId, int attempt, Duration timeout) {}

  /** An upstream call ended. */
  default void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {}

  /** It waits for another attempt. */
  default void retrying(TaskId id, String agentId, int attempt, Duration wait, String why) {}

  /** An equal task is being answered; this one looks for its answer after the pause. */
  default void sharing(TaskId id, Duration pause) {}

  /** Its large output is in the result after all, since no artifact could be written. */
  default void artifactUnwritten(TaskId id, String why) {}

  /** Its result is stored and on its topic. */
  default void ended(Result result) {}

  /** Its message is among the dead letters. */
  default void deadLettered(@Nullable TaskId id, ErrorCode code) {}

  /** This worker's lease on it is another's or nobody's. */
  default void leaseLost(TaskId id) {}

  /** It was given back undone, or left unstarted, because the worker is draining. */
  default void leftToOthers(TaskId id) {}
}
