package dev.swarmworker.worker;

import dev.swarmworker.agent.Agents;
import dev.swarmworker.artifact.InputArtifacts;
import dev.swarmworker.artifact.OutputPlacement;
import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.dispatch.ExecutorConfig;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.history.EventLog;
import dev.swarmworker.llm.Backoff;
import dev.swarmworker.llm.Llm;
import dev.swarmworker.llm.LlmConfig;
import dev.swarmworker.llm.Prompt;
import dev.swarmworker.result.Results;
import dev.swarmworker.state.CacheConfig;
import dev.swarmworker.state.PublishedTasks;
import dev.swarmworker.state.ResultCache;
import dev.swarmworker.state.StateConfig;
import dev.swarmworker.state.TaskStore;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes the parts of this package available for injection. */
final class WorkerBeans {

  /** Leases renewed at once. Ten thousand that fall due together would be as many stacks. */
  private static final int RENEWALS = 500;

  @Produces
  @Singleton
  InFlight inFlight() {
    return new InFlight(System::nanoTime);
  }

  @Produces
  @Singleton
  LeaseKeeper leaseKeeper(TaskStore store, StateConfig config) {
    return new LeaseKeeper(store, config.lease(), System::nanoTime, forRenewals());
  }

  /** Threads that come and go, but no more than this, however many leases fall due together. */
  private static Executor forRenewals() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            RENEWALS,
            RENEWALS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name("lease-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Produces
  @Singleton
  Turns turns(Permits permits, Agents agents, InstantSource clock) {
    return new Turns(permits, agents, clock);
  }

  @Produces
  @Singleton
  Attempts.Settings settings(
      LlmConfig config,
      WorkerConfig worker,
      Prompt prompt,
      Backoff backoff,
      InstantSource clock,
      @All List<TaskObserver> observers,
      Instrumentation instrumentation) {
    CallPolicy policy =
        new CallPolicy(
            config.maxRetries(),
            worker.maxOwnershipLosses(),
            switch (config.onUnknown()) {
              case RETRY -> true;
              case FAIL -> false;
            },
            config.unreachableTimeout(),
            backoff::after);
    List<TaskObserver> all = new ArrayList<>(observers);
    all.addAll(instrumentation.observers());
    return new Attempts.Settings(policy, config.timeout(), prompt, clock, new Observers(all));
  }

  @Produces
  @Singleton
  Processor processor(
      Turns turns,
      TaskStore store,
      Attempts attempts,
      Settlement settlement,
      TaskProcessor.Surroundings around,
      Instrumentation instrumentation) {
    return instrumentation.around(new TaskProcessor(turns, store, attempts, settlement, around));
  }

  @Produces
  @Singleton
  Outcomes outcomes(WorkerConfig config, InstantSource clock) {
    return new Outcomes(config.id(), clock);
  }

  @Produces
  @Singleton
  Settlement settlement(
      TaskStore store,
      Results results,
      Files files,
      Outcomes outcomes,
      Settlement.Told told,
      Instrumentation instrumentation) {
    return new Settlement(store, instrumentation.around(results), files, outcomes, told);
  }

  @Produces
  @Singleton
  Settlement.Told told(PublishedTasks published, Attempts.Settings settings) {
    return new Settlement.Told(published, settings.observer());
  }

  @Produces
  @Singleton
  SharedCalls sharedCalls(ResultCache cache, LeaseKeeper leases, CacheConfig config) {
    return new SharedCalls(cache, leases, config.maxAnswerBytes());
  }

  @Produces
  @Singleton
  Files files(InputArtifacts inputs, OutputPlacement outputs) {
    return new Files(inputs, outputs);
  }

  @Produces
  @Singleton
  Attempts attempts(
      Llm llm,
      TaskStore store,
      Turns turns,
      SharedCalls shared,
      Attempts.Settings settings,
      Instrumentation instrumentation) {
    return new Attempts(instrumentation.around(llm), store, turns, shared, settings);
  }

  @Produces
  @Singleton
  TaskProcessor.Surroundings surroundings(
      InFlight inFlight,
      LeaseKeeper leases,
      Files files,
      Outcomes outcomes,
      Attempts.Settings settings) {
    return new TaskProcessor.Surroundings(inFlight, leases, files, outcomes, settings.observer());
  }

  @Produces
  @Singleton
  TaskLog taskLog() {
    return new TaskLog();
  }

  @Produces
  @Singleton
  HistoryObserver historyObserver(EventLog events) {
    return new HistoryObserver(events);
  }

  @Produces
  @Singleton
  Housekeeping housekeeping(
      LeaseKeeper leases, InFlight inFlight, TaskStore store, Permits permits) {
    return new Housekeeping(leases, inFlight, store, permits);
  }

  @Produces
  @Singleton
  Drain drain(Dispatcher dispatcher, InFlight inFlight, ExecutorConfig config) {
    return new Drain(dispatcher, inFlight, config.drainTimeout());
  }
}
