package dev.swarmworker.agent;

import static dev.swarmworker.agent.TestAgents.agent;
import static dev.swarmworker.agent.TestAgents.assigned;
import static dev.swarmworker.agent.TestAgents.demand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agents.AgentView;
import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexedAgentsTest {

  private final ManualTicker ticker = new ManualTicker();
  private final TestAgents.Diary diary = new TestAgents.Diary();
  private final IndexedAgents agents = agents(SelectionPolicy.LEAST_LOADED);

  private IndexedAgents agents(SelectionPolicy policy) {
    return new IndexedAgents(TestAgents.settings(policy), ticker, diary);
  }

  private String selectedId(Demand demand) {
    return assigned(agents.select(demand)).agent().id();
  }

  private void assertNoneCapable(Demand demand, String reason) {
    assertThat(agents.select(demand)).isEqualTo(new Selection.NoneCapable(reason));
  }

  @Test
  void severalCapabilities_needAnAgentWithAll() {
    agents.put(agent("a", 9, "coding"));
    agents.put(agent("b", 9, "testing"));
    agents.put(agent("both", 9, "coding", "testing", "review"));

    for (int i = 0; i < 5; i++) {
      assertThat(selectedId(demand("coding", "testing"))).isEqualTo("both");
    }
  }

  @Test
  void otherSpelling_isTheSameCapability() {
    agents.put(agent("a", 9, "code-generation"));

    assertThat(selectedId(demand("codeGeneration"))).isEqualTo("a");
  }

  @Test
  void type_bindsToo() {
    agents.put(TestAgents.agent("a", "coder", 9, Set.of("x")));
    agents.put(TestAgents.agent("b", "tester", 9, Set.of("x")));

    assertThat(selectedId(new Demand(Set.of("x"), "Tester", List.of(), Set.of()))).isEqualTo("b");
    assertThat(selectedId(new Demand(Set.of("x"), "tester", List.of(), Set.of()))).isEqualTo("b");
  }

  @Test
  void nobody_theReasonNamesWhatIsMissing() {
    agents.put(agent("a", 9, "x"));
    agents.put(TestAgents.agent("b", "tester", 9, Set.of("y")));

    assertNoneCapable(demand("z"), "no agent has the capability 'z'");
    assertNoneCapable(demand("x", "z2", "z1"), "no agent has the capabilities 'z1', 'z2'");
    assertNoneCapable(demand("x", "y"), "no agent has together the capabilities 'x', 'y'");
    assertNoneCapable(
        new Demand(Set.of("x"), "queen", List.of(), Set.of()), "no agent is of the type 'queen'");
    assertNoneCapable(
        new Demand(Set.of("x"), "tester", List.of(), Set.of()),
        "no agent of the type 'tester' has together the capability 'x'");
    assertNoneCapable(
        new Demand(Set.of("x"), null, List.of(), Set.of("a", "b", "unknown")),
        "the task excludes every capable agent");
  }

  @Test
  void reason_isShortWhateverWasAsked() {
    agents.put(agent("a", 9, "x"));
    Set<String> many = Set.copyOf(IntStream.range(0, 500).mapToObj(i -> "c" + i).toList());

    Selection selection =
        agents.select(new Demand(many, "t".repeat(1_000_000), List.of(), Set.of()));

    assertThat(((Selection.NoneCapable) selection).reason())
        .endsWith("and 495 more")
        .hasSizeLessThan(200);
    assertThat(agents.select(new Demand(Set.of("x"), "t".repeat(1_000_000), List.of(), Set.of())))
        .isInstanceOfSatisfying(
            Selection.NoneCapable.class, none -> assertThat(none.reason()).hasSizeLessThan(200));
  }

  @Test
  void full_isBusyUntilASlotComesBack() {
    agents.put(agent("a", 2, "x"));
    Assignment first = assigned(agents.select(demand("x")));
    assigned(agents.select(demand("x")));
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());

    first.close();
    first.close();

    assertThat(selectedId(demand("x"))).isEqualTo("a");
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 16, 17, 100})
  void leastLoaded_takesTheIdleOnesFirstAndByTurns(int count) {
    IntStream.range(0, count).forEach(i -> agents.put(agent("a" + i, 9, "x")));

    for (int round = 1; round <= 3; round++) {
      Map<String, Integer> taken = new HashMap<>();
      for (int i = 0; i < count; i++) {
        taken.merge(selectedId(demand("x")), 1, Integer::sum);
      }
      assertThat(taken).hasSize(count);
    }
    assertThat(agents.list()).allMatch(view -> view.inFlight() == 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 100})
  void roundRobin_takesEachInTurnWhateverItsLoad(int count) {
    IndexedAgents byTurns = agents(SelectionPolicy.ROUND_ROBIN);
    IntStream.range(0, count).forEach(i -> byTurns.put(agent("a" + i, 9, "x")));
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 2 * count; i++) {
      Assignment assignment = assigned(byTurns.select(demand("x")));
      order.add(assignment.agent().id());
      if (i % 2 == 0) {
        assignment.close();
      }
    }

    assertThat(order.subList(0, count)).doesNotHaveDuplicates();
    assertThat(order.subList(count, 2 * count)).isEqualTo(order.subList(0, count));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 100})
  void performanceBased_prefersTheFasterAndMeasuresTheOthersAgain(int count) {
    IndexedAgents byPerformance = agents(SelectionPolicy.PERFORMANCE_BASED);
    IntStream.range(0, count).forEach(i -> byPerformance.put(agent("a" + i, 9, "x")));
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < 10_000 + count; i++) {
      Assignment assignment = assigned(byPerformance.select(demand("x")));
      boolean fast = assignment.agent().id().equals("a1");
      taken.merge(assignment.agent().id(), 1, Integer::sum);
      assignment.succeeded(Duration.ofSeconds(fast ? 1 : 8).toNanos());
      assignment.close();
    }

    assertThat(taken).hasSize(count);
    assertThat(taken.get("a1")).isGreaterThan(9_000);
    assertThat(taken.values().stream().mapToInt(Integer::intValue).sum() - taken.get("a1"))
        .isGreaterThan(count + 60);
  }

  @Test
  void preferred_isTakenFirstWhileItCanBe() {
    agents.put(agent("a", 9, "x"));
    agents.put(agent("b", 1, "x"));
    agents.put(agent("c", 1, "x"));
    agents.put(agent("incapable", 9, "y"));
    Demand demand =
        new Demand(Set.of("x"), null, List.of("unknown", "incapable", "c", "b"), Set.of());

    assertThat(List.of(selectedId(demand), selectedId(demand), selectedId(demand)))
        .containsExactly("c", "b", "a");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 100})
  void excluded_isNeverTakenNotEvenWherePreferred(int count) {
    IntStream.range(0, count).forEach(i -> agents.put(agent("a" + i, 1, "x")));
    Set<String> allButTwo = Set.copyOf(IntStream.range(2, count).mapToObj(i -> "a" + i).toList());
    Demand demand = new Demand(Set.of("x"), null, List.of("a2"), allButTwo);

    assertThat(List.of(selectedId(demand), selectedId(demand)))
        .containsExactlyInAnyOrder("a0", "a1");
    assertThat(agents.select(demand)).isEqualTo(new Selection.Busy());
  }

  @Test
  void failingAgent_isLeftOutAndAnotherTakesTheTask() {
    agents.put(agent("bad", 9, "x"));
    agents.put(agent("good", 9, "x"));
    Demand preferBad = new Demand(Set.of("x"), null, List.of("bad"), Set.of());
    failThreeTimes(preferBad);

    assertThat(diary.lines).containsExactly("unhealthy bad");
    assertThat(selectedId(preferBad)).isEqualTo("good");
    assertThat(agents.list()).extracting(AgentView::healthy).containsExactly(false, true);
  }

  private void failThreeTimes(Demand demand) {
    for (int i = 0; i < 3; i++) {
      try (Assignment assignment = assigned(agents.select(demand))) {
        assignment.failed();
      }
    }
  }

  @Test
  void leftOut_isBusyThenOneProbeThenHealthyAgain() {
    agents.put(agent("a", 9, "x"));
    failThreeTimes(demand("x"));
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());
    ticker.advance(TestAgents.COOL_DOWN.minusNanos(1));
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());

    ticker.advance(Duration.ofNanos(1));
    Assignment probe = assigned(agents.select(demand("x")));
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());
    probe.succeeded(1);
    probe.failed();

    assertThat(diary.lines).containsExactly("unhealthy a", "recovered a");
    assigned(agents.select(demand("x")));
    assigned(agents.select(demand("x")));
  }

  @Test
  void probeThatIsRefused_theAgentIsBack() {
    agents.put(agent("a", 9, "x"));
    failThreeTimes(demand("x"));
    ticker.advance(TestAgents.COOL_DOWN);

    assigned(agents.select(demand("x"))).refused();

    assertThat(diary.lines).containsExactly("unhealthy a", "recovered a");
    assigned(agents.select(demand("x")));
    assigned(agents.select(demand("x")));
  }

  @Test
  void performanceBased_whoRefusesQuicklyIsNotPreferred() {
    IndexedAgents byPerformance = agents(SelectionPolicy.PERFORMANCE_BASED);
    byPerformance.put(agent("answers", 9, "x"));
    byPerformance.put(agent("refuses", 9, "x"));
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      try (Assignment assignment = assigned(byPerformance.select(demand("x")))) {
        if (assignment.agent().id().equals("refuses")) {
          assignment.refused();
          refused++;
        } else {
          assignment.succeeded(Duration.ofSeconds(8).toNanos());
        }
      }
    }

    assertThat(refused).isBetween(1, 30);
  }

  @Test
  void closedTwiceAndReportedAfterwards_countsOnce() {
    agents.put(agent("a", 1, "x"));
    Assignment first = assigned(agents.select(demand("x")));
    first.close();
    Assignment second = assigned(agents.select(demand("x")));

    first.close();
    first.failed();

    assertThat(agents.list()).extracting(AgentView::inFlight).containsExactly(1);
    second.close();
    assertThat(agents.list()).extracting(AgentView::inFlight).containsExactly(0);
  }

  @Test
  void probeThatFails_coolsDownAgainAndIsToldOnce() {
    agents.put(agent("a", 9, "x"));
    failThreeTimes(demand("x"));
    ticker.advance(TestAgents.COOL_DOWN);
    assigned(agents.select(demand("x"))).failed();
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());

    ticker.advance(TestAgents.COOL_DOWN);

    assigned(agents.select(demand("x")));
    assertThat(diary.lines).containsExactly("unhealthy a");
  }

  @Test
  void probeClosedWithoutAWord_anotherFollows() {
    agents.put(agent("a", 9, "x"));
    failThreeTimes(demand("x"));
    ticker.advance(TestAgents.COOL_DOWN);

    assigned(agents.select(demand("x"))).close();

    assigned(agents.select(demand("x"))).ignored();
    assigned(agents.select(demand("x")));
  }

  @Test
  void reconfigured_countsForDemandsKnownBefore() {
    agents.put(agent("a", 1, "x"));
    agents.put(agent("b", 1, "y"));
    Assignment running = assigned(agents.select(demand("x")));

    agents.put(agent("a", 2, "y"));
    agents.put(agent("b", 1, "x"));

    assertThat(selectedId(demand("x"))).isEqualTo("b");
    assertThat(selectedId(demand("y"))).isEqualTo("a");
    assertThat(agents.select(demand("y"))).isEqualTo(new Selection.Busy());
    assertThat(running.agent().capabilities()).containsExactly("x");
    running.close();
    assertThat(selectedId(demand("y"))).isEqualTo("a");
  }

  @Test
  void reachedElsewhere_isHealthyAgain_andItsFormerCallsTeachNothing() {
    agents.put(agent("a", 9, "x"));
    Assignment former = assigned(agents.select(demand("x")));
    failThreeTimes(demand("x"));
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());

    agents.replace(List.of(elsewhere(agent("a", 9, "x"))));

    Assignment now = assigned(agents.select(demand("x")));
    assertThat(diary.lines).containsExactly("unhealthy a", "recovered a");
    former.failed();
    now.failed();
    assigned(agents.select(demand("x"))).failed();
    assertThat(agents.select(demand("x")))
        .as("two failures")
        .isInstanceOf(Selection.Assigned.class);
    assertThat(agents.list().getFirst().healthy()).isTrue();
  }

  @Test
  void changedButReachedAsBefore_staysAsIllAsItWas() {
    agents.put(agent("a", 9, "x"));
    failThreeTimes(demand("x"));

    agents.replace(List.of(agent("a", 10, "x")));

    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());
    assertThat(diary.lines).containsExactly("unhealthy a");
  }

  private static Agent elsewhere(Agent agent) {
    return new Agent(
        agent.id(),
        agent.type(),
        agent.capabilities(),
        agent.model(),
        null,
        new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://elsewhere", "secret"),
        agent.maxConcurrency());
  }

  @Test
  void removed_isGoneAndItsCallsInFlightEndInPeace() {
    agents.put(agent("a", 1, "x"));
    Assignment running = assigned(agents.select(demand("x")));

    agents.remove("a");
    agents.remove("a");
    agents.put(agent("b", 1, "x"));
    Assignment other = assigned(agents.select(demand("x")));
    running.succeeded(1);
    running.close();

    assertThat(other.agent().id()).isEqualTo("b");
    assertThat(agents.select(demand("x"))).isEqualTo(new Selection.Busy());
    assertThat(agents.list()).extracting(AgentView::inFlight).containsExactly(1);
  }

  @Test
  void capabilityOfAllOnceAndOneOfFewNow_areBothAskedFor() {
    // Given one that all of the first agents had, and one that few of many have
    IntStream.range(0, 70).forEach(i -> agents.put(agent("early" + i, 1, "early")));
    IntStream.range(0, 9_000).forEach(i -> agents.put(agent("other" + i, 1, "other")));
    IntStream.range(0, 90).forEach(i -> agents.put(agent("late" + i, 1, "late")));
    agents.put(agent("both", 1, "early", "late"));

    assertThat(selectedId(demand("early", "late"))).isEqualTo("both");
    assertThat(agents.select(demand("early", "late"))).isEqualTo(new Selection.Busy());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 100})
  void spellingsOfOneDemand_shareTheirTurns(int count) {
    IndexedAgents byTurns = agents(SelectionPolicy.ROUND_ROBIN);
    IntStream.range(0, count).forEach(i -> byTurns.put(agent("a" + i, 9, "code-review")));

    for (int round = 0; round < 2; round++) {
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String spelling = i % 2 == 0 ? "codeReview" : "Code_Review";
        chosen.add(assigned(byTurns.select(demand(spelling))).agent().id());
      }
      assertThat(chosen).doesNotHaveDuplicates();
    }
  }

  @Test
  void moreSpellingsThanAreKept_areStillServedRight() {
    IntStream.range(0, 20).forEach(i -> agents.put(agent("a" + i, 9_000, "longname", "other")));
    for (int spelling = 0; spelling < CapabilityIndex.MAX_POOLS + 50; spelling++) {
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        char letter = "longname".charAt(i);
        name.append((spelling >> i & 1) == 0 ? letter : Character.toUpperCase(letter));
      }
      selectedId(demand(name + "-".repeat(spelling >> 8)));
      selectedId(demand("other"));
    }

    assertThat(agents.list().stream().mapToInt(AgentView::inFlight).max().orElseThrow())
        .isEqualTo(agents.list().stream().mapToInt(AgentView::inFlight).sum() / 20 + 1);
  }

  @Test
  void moreDemandsThanAreKept_areStillServedRight() {
    int count = CapabilityIndex.MAX_POOLS + 50;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 20; j++) {
        agents.put(agent(i + "-" + j, 1, "c" + i));
      }
    }

    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < count; i++) {
        assertThat(selectedId(demand("c" + i))).startsWith(i + "-");
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(agents.select(demand("c" + i))).isEqualTo(new Selection.Busy());
    }
  }
}
