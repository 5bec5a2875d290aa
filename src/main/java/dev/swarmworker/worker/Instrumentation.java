package dev.swarmworker.worker;

import dev.swarmworker.llm.Llm;
import dev.swarmworker.result.Results;
import java.util.List;

/**
 * What is put around the ports of a task's way to tell of it. Asked once, when the parts are put
 * together: where nothing is put around them, nothing is on the way.
 */
public interface Instrumentation {

  /** Tells of nothing. */
  Instrumentation NONE = new Instrumentation() {};

  /** Around each message's life. */
  default Processor around(Processor processor) {
    return processor;
  }

  /** Around each upstream call. */
  default Llm around(Llm llm) {
    return llm;
  }

  /** Around each publication. */
  default Results around(Results results) {
    return results;
  }

  /** Observers beside those that are always there. */
  default List<TaskObserver> observers() {
    return List.of();
  }
}
