package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.llm.Llm;
import dev.swarmworker.result.Results;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstrumentationTest {

  @Test
  void none_putsNothingOnATasksWay() {
    Processor processor = new Unused();
    Llm llm = (provider, call, bounds, progress) -> Lives.ANSWER;
    Results results = new Unused();

    assertThat(Instrumentation.NONE.around(processor)).isSameAs(processor);
    assertThat(Instrumentation.NONE.around(llm)).isSameAs(llm);
    assertThat(Instrumentation.NONE.around(results)).isSameAs(results);
    assertThat(Instrumentation.NONE.observers()).isEmpty();
  }

  private static final class Unused implements Processor, Results {
    @Override
    public void process(Task task, Delivery delivery) {}

    @Override
    public void reject(TaskId id, Failure failure, Delivery delivery) {}

    @Override
    public byte[] encode(Result result) {
      return new byte[0];
    }

    @Override
    public int maxBytes() {
      return 0;
    }

    @Override
    public Optional<FailedBefore> failureIn(byte[] json) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(TaskId id, Status status, byte[] json, String traceparent) {}
  }
}
