package dev.swarmworker.state;

import dev.swarmworker.task.TaskId;
import java.util.function.Consumer;

/**
 * Tells at once which tasks somebody asks to cancel. What is missed while the connection is away is
 * not told later: the flag that {@link TaskStore#renew} reports is the truth, this only is faster.
 */
public interface CancellationFeed extends AutoCloseable {

  /** Adds a listener for good; each message is given to it on a virtual thread of its own. */
  void subscribe(Consumer<TaskId> listener);

  /** Stops listening. */
  @Override
  void close();
}
