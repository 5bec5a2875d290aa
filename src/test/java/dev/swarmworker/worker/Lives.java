package dev.swarmworker.worker;

import static org.awaitility.Awaitility.await;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.artifact.NoArtifacts;
import dev.swarmworker.artifact.OutputPlacement;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.llm.Call;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.Llm;
import dev.swarmworker.llm.ProgressListener;
import dev.swarmworker.llm.Prompt;
import dev.swarmworker.llm.TimeBounds;
import dev.swarmworker.result.Results;
import dev.swarmworker.state.InMemoryResultCache;
import dev.swarmworker.state.InMemoryTaskStore;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.PublishedTasks;
import dev.swarmworker.state.TaskState;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Place;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker's story without Kafka, Redis and HTTP: what it does is written down in {@link #steps}.
 */
final class Lives implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(10);
  static final Duration UNREACHABLE_TIMEOUT = Duration.ofMinutes(10);
  static final CallOutcome ANSWER =
      new CallOutcome.Done(new Answer("hello", "m", TokenUsage.NONE, "end_turn", "r"));

  static final CallOutcome NOT_MADE = new CallOutcome.NotMade(Reason.UNREACHABLE, "refused");

  /** One upstream call. */
  interface Upstream {
    CallOutcome answer(ProgressListener progress) throws InterruptedException;
  }

  final Queue<String> steps = new ConcurrentLinkedQueue<>();
  final InMemoryTaskStore store;
  final InFlight inFlight = new InFlight(System::nanoTime);
  final Permits permits = new Permits(1, Duration.ofSeconds(10), System::nanoTime);
  final AtomicInteger calls = new AtomicInteger();
  final OneAgent agent = new OneAgent();
  final Queue<Result> results = new ConcurrentLinkedQueue<>();

  /** What results were published with; those with none are left out. */
  final Queue<String> traceparents = new ConcurrentLinkedQueue<>();

  volatile boolean current = true;
  volatile Duration pause = Duration.ofMillis(1);
  volatile @Nullable String traceparent;
  volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private final InstantSource clock = () -> now;
  private final Queue<Upstream> upstream = new ArrayDeque<>();
  private final PublishedTasks published;
  private final LeaseKeeper leases;
  private final Processor processor;

  Lives(boolean retryUnknown) {
    this(retryUnknown, NoArtifacts.OUTPUTS);
  }

  Lives(boolean retryUnknown, OutputPlacement outputs) {
    this(retryUnknown, outputs, Instrumentation.NONE);
  }

  Lives(boolean retryUnknown, OutputPlacement outputs, Instrumentation instrumentation) {
    store = new InMemoryTaskStore(clock);
    published = new PublishedTasks(store);
    leases = new LeaseKeeper(store, Duration.ofSeconds(15), System::nanoTime, Runnable::run);
    TaskObserver observer = new Observers(instrumentation.observers());
    CallPolicy policy =
        new CallPolicy(3, 3, retryUnknown, UNREACHABLE_TIMEOUT, (retry, atLeast) -> pause);
    Attempts.Settings settings =
        new Attempts.Settings(policy, Duration.ofMinutes(10), new Prompt(100), clock, observer);
    Turns turns = new Turns(permits, agent, clock);
    InMemoryResultCache cache =
        new InMemoryResultCache(clock, Duration.ofHours(1), Duration.ofSeconds(15), 10);
    Attempts attempts =
        new Attempts(
            instrumentation.around(new Scripted()),
            store,
            turns,
            new SharedCalls(cache, leases, 1 << 20),
            settings);
    Outcomes outcomes = new Outcomes("worker-1", clock);
    Files files = new Files(NoArtifacts.INPUTS, outputs);
    Settlement settlement =
        new Settlement(
            store,
            instrumentation.around(new WrittenDown()),
            files,
            outcomes,
            new Settlement.Told(published, observer));
    processor =
        instrumentation.around(
            new TaskProcessor(
                turns,
                store,
                attempts,
                settlement,
                new TaskProcessor.Surroundings(inFlight, leases, files, outcomes, observer)));
  }

  /** An answer of so many characters. */
  static CallOutcome answerOf(int length) {
    return new CallOutcome.Done(
        new Answer("x".repeat(length), "m", TokenUsage.NONE, "end_turn", "r"));
  }

  /** A call that begins and is answered at once. */
  static Upstream begun(CallOutcome outcome) {
    return progress -> {
      progress.begun();
      return outcome;
    };
  }

  /** What another worker's claim comes to. */
  Claim claimAsAnother(TaskId id) {
    return store.claim(id, "other", store.newToken());
  }

  void completeAsAnother(Lease lease, String result) {
    store.complete(lease, Status.COMPLETED, "other", 2, result.getBytes(StandardCharsets.UTF_8));
  }

  /** Where the task stands, or null where nothing is known of it. */
  @Nullable Status statusOf(TaskId id) {
    return store.find(id).map(TaskState::status).orElse(null);
  }

  /** The next call is answered so. */
  void next(Upstream call) {
    upstream.add(call);
  }

  /** A call that begins, and is answered when the test says so. */
  static Upstream answeredOn(CountDownLatch begun, CountDownLatch answer) {
    return progress -> {
      progress.begun();
      begun.countDown();
      answer.await();
      return ANSWER;
    };
  }

  /** A call that begins, and then waits until it is stopped. */
  Upstream hanging(CountDownLatch begun) {
    return progress -> {
      progress.begun();
      begun.countDown();
      new CountDownLatch(1).await();
      return ANSWER;
    };
  }

  /** Lets one delivery of the task live on a thread of its own. */
  Thread deliver(Task task) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                processor.process(task, new Message());
                steps.add("over");
              } catch (InterruptedException e) {
                steps.add("interrupted");
              }
            });
  }

  /** Lets a message that is no task be seen out, here. */
  void reject(TaskId id, Failure failure) throws InterruptedException {
    processor.reject(id, failure, new Message());
  }

  void awaitSteps(String... expected) {
    await().atMost(SOON).until(() -> List.copyOf(steps).equals(List.of(expected)));
  }

  static Task task(String id) {
    return new Task(
        new TaskId(id),
        "coding",
        "do it",
        null,
        Task.Context.NONE,
        new Task.Requirements(Set.of("coding"), null),
        Task.Constraints.NONE,
        new Task.Overrides(null, null, null, false, "default"),
        Priority.NORMAL);
  }

  @Override
  public void close() {
    published.close();
  }

  /** Answers as the test says. */
  private final class Scripted implements Llm {
    @Override
    public CallOutcome call(
        Agent.Provider provider, Call call, TimeBounds bounds, ProgressListener progress)
        throws InterruptedException {
      calls.incrementAndGet();
      steps.add("call");
      return upstream.remove().answer(progress);
    }
  }

  private final class WrittenDown implements Results {
    @Override
    public byte[] encode(Result result) {
      results.add(result);
      Failure error = result.error();
      return (result.status().wireName()
              + " "
              + result.attempts()
              + (error == null ? "" : " " + error.code()))
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int maxBytes() {
      return 1 << 20;
    }

    @Override
    public Optional<FailedBefore> failureIn(byte[] json) {
      String code = new String(json, StandardCharsets.UTF_8).replaceFirst(".* ", "");
      return Stream.of(ErrorCode.values())
          .filter(known -> known.name().equals(code))
          .map(known -> new FailedBefore(new Failure(known, "", false), 1))
          .findFirst();
    }

    @Override
    public void publish(TaskId id, Status status, byte[] json, @Nullable String header) {
      if (header != null) {
        traceparents.add(header);
      }
      steps.add("publish " + new String(json, StandardCharsets.UTF_8));
    }
  }

  private final class Message implements Delivery {
    @Override
    public boolean isCurrent() {
      return current;
    }

    @Override
    public Place place() {
      return new Place("swarm.tasks", 3, 17);
    }

    @Override
    public @Nullable String traceparent() {
      return traceparent;
    }

    @Override
    public void deadLetter(Failure failure, int attempts) {
      steps.add("dead letter " + failure.code());
    }

    @Override
    public void acknowledge() {
      steps.add("ack");
    }
  }
}
