package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.faults.Invariants.Copy;
import dev.swarmworker.faults.Invariants.Evidence;
import dev.swarmworker.faults.Invariants.Loss;
import dev.swarmworker.faults.ProbeWatch.Readiness;
import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What was asked for in one scenario, what was done to the workers, and what came of it, held
 * against the contract's invariants. It believes nobody but the broker, the provider and the
 * operating system.
 */
final class History implements AutoCloseable {

  private static final int WARM_UP_PER_PARTITION = 8;

  private final String scenario;
  private final String fault;
  private final World world;
  private final Fleet fleet;
  private final Topics topics;
  private final Submissions submissions;
  private final OffsetWatch offsets;
  private final ProbeWatch probes;
  private final Recoveries recoveries = new Recoveries();
  private final List<Loss> losses = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Instant begun;
  private Readiness readiness = Readiness.STEADY;
  private boolean reported;

  /**
   * Begins it, once the workers that are well share the partitions.
   *
   * @param scenario its name, with which all its tasks' ids begin
   * @param fault what is done, for the table
   * @param warm whether each worker has to have worked a little, so that its level is known
   */
  History(String scenario, String fault, World world, Fleet fleet, boolean warm) {
    this.scenario = scenario;
    this.fault = fault;
    this.world = world;
    this.fleet = fleet;
    String servers = world.kafka().bootstrapServers();
    this.topics = new Topics(servers, fleet.topics());
    topics.awaitMembers(fleet.well().size());
    this.submissions = new Submissions(scenario, servers);
    if (warm && fleet.levels().areMissing(fleet.well())) {
      warmUp(servers);
    }
    this.begun = Instant.now();
    this.offsets = new OffsetWatch(servers, fleet.topics());
    this.probes = new ProbeWatch(fleet::well);
  }

  private void warmUp(String servers) {
    try (Submissions warmUp = new Submissions(scenario + "-warm", servers)) {
      for (int i = 0; i < WARM_UP_PER_PARTITION * World.PARTITIONS; i++) {
        warmUp.submit(i % World.PARTITIONS, "latency=100ms", "", Expected.DONE);
      }
      await("warm-up")
          .atMost(World.SOON)
          .until(() -> warmUp.all().stream().allMatch(s -> topics.hasResultOf(s.id())));
    }
    fleet.levels().note(fleet.well());
  }

  /** Submits a task and waits until the broker has it. */
  String submit(String directive, String more, Expected expected) {
    return submissions.submit(directive, more, expected);
  }

  /** The same, to one partition. */
  String submitTo(int partition, String directive, String more, Expected expected) {
    return submissions.submit(partition, directive, more, expected);
  }

  /** Sends the message of a task once more: it is the same task. */
  void repeat(String id, String directive, String more) {
    submissions.repeat(id, directive, more);
  }

  /** Submits equal ones. */
  void submit(int count, String directive) {
    submit(Collections.nCopies(count, directive));
  }

  /** Submits one for each directive. */
  void submit(List<String> directives) {
    submissions.submitAll(directives);
  }

  /** Submits one to each partition and waits until all have been called for. */
  List<String> submitOneEach(String directive) {
    List<String> ids = new ArrayList<>();
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      ids.add(submissions.submit(partition, directive, "", Expected.DONE));
    }
    await("one call each")
        .atMost(World.SOON)
        .until(() -> ids.stream().allMatch(id -> calls(id) == 1));
    return ids;
  }

  /** Says that something else is to come of a task than was thought when it was submitted. */
  void expect(String id, Expected expected) {
    submissions.expect(id, expected);
  }

  /** Notes a fault, or what came of it, that takes nothing from anybody. */
  void fault(String what) {
    log.add(
        "%6d ms  %s  (%d of %d done)"
            .formatted(
                Duration.between(begun, Instant.now()).toMillis(), what, finished(), submitted()));
  }

  /** Notes that what the workers need is away for a moment: they may be not ready. */
  void interruption(String what) {
    readiness = readiness == Readiness.DOWN ? Readiness.DOWN : Readiness.ANY;
    fault(what);
  }

  /** Notes that what the workers need is away for so long that they have to say so. */
  void outage(String what) {
    readiness = Readiness.DOWN;
    fault(what);
  }

  /** Notes that a fault is over. */
  void over(String what) {
    fault(what);
    recoveries.from(
        Instant.now(),
        unfinished().stream().filter(id -> calls(id) > 0).collect(Collectors.toSet()));
  }

  /** Notes a fault that takes up to {@code atMost} tasks from their owner. */
  void loss(String what, int atMost) {
    over(what);
    losses.add(new Loss(atMost, unfinished()));
  }

  private Set<String> unfinished() {
    return submissions.all().stream()
        .map(Submission::id)
        .filter(id -> !topics.hasResultOf(id))
        .collect(Collectors.toSet());
  }

  int submitted() {
    return submissions.all().size();
  }

  /** Calls of a task so far. */
  int calls(String id) {
    return world.provider().calls(id);
  }

  /** Tasks that have been called for. */
  long called() {
    return submissions.all().stream().filter(s -> calls(s.id()) > 0).count();
  }

  long finished() {
    return submissions.all().stream().filter(s -> topics.hasResultOf(s.id())).count();
  }

  void awaitFinished(long count) {
    await(count + " results").atMost(World.SOON).until(() -> finished() >= count);
  }

  JsonNode result(String id) {
    return topics.resultOf(id);
  }

  /** Copies of a task's result so far. */
  int copies(String id) {
    return topics.resultsOf(id).size();
  }

  /** Waits for every task's end and for the workers' last commit, then holds all against it. */
  void check() {
    check(Duration.ofSeconds(75));
  }

  /**
   * The same.
   *
   * @param limit for the tasks' ends
   */
  void check(Duration limit) {
    boolean ended = reached(limit, () -> finished() == submitted());
    boolean caughtUp = reached(Duration.ofSeconds(20), () -> topics.lag() == 0);
    List<WorkerProcess> alive = fleet.well();
    List<String> violations = new ArrayList<>(Invariants.violations(evidence()));
    if (!ended) {
      violations.add("not every task ended in time");
    }
    if (!caughtUp) {
      violations.add("lag is still " + topics.lag());
    }
    violations.addAll(probes.violations(readiness));
    violations.addAll(fleet.levels().violations(alive));
    report(violations);
    assertThat(violations).as(scenario).isEmpty();
  }

  private static boolean reached(Duration limit, Callable<Boolean> goal) {
    try {
      await().atMost(limit).ignoreExceptions().until(goal);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private Evidence evidence() {
    Map<String, List<Copy>> copies = new HashMap<>();
    Map<String, Integer> calls = new HashMap<>();
    for (Submission task : submissions.all()) {
      copies.put(task.id(), topics.resultsOf(task.id()).stream().map(History::copy).toList());
      calls.put(task.id(), calls(task.id()));
    }
    Set<String> letters =
        topics.deadLetters().stream()
            .map(letter -> Topics.json(letter.value()).path("id").asText())
            .collect(Collectors.toSet());
    return new Evidence(submissions.all(), copies, calls, losses, offsets.looks(), letters);
  }

  private static Copy copy(ConsumerRecord<byte[], byte[]> result) {
    return new Copy(result.partition(), result.offset(), new String(result.value(), UTF_8));
  }

  private void report(List<String> violations) {
    reported = true;
    List<String> figures = new ArrayList<>();
    figures.add("  looks at offsets " + offsets.looks().size());
    figures.add("  looks at probes  " + probes);
    figures.addAll(fleet.levels().lines(fleet.well()));
    Report report =
        new Report(
            scenario,
            fault,
            log,
            evidence(),
            figures,
            recoveries.longest(topics::endOf),
            Duration.between(begun, Instant.now()),
            violations);
    System.out.println(String.join("\n", report.lines()));
    report.keep();
    world.table().add(report.cells());
  }

  @Override
  public void close() {
    if (!reported) {
      report(List.of("broken off"));
    }
    probes.close();
    offsets.close();
    submissions.close();
    topics.close();
  }
}
