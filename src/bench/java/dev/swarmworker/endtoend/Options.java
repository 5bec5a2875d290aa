package dev.swarmworker.endtoend;

import java.time.Duration;
import java.util.List;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;

/**
 * What to run, and for how long.
 *
 * @param contestants by name; empty for all
 * @param scenarios by name; empty for all
 * @param tasks measured in each run
 * @param warmUp tasks before those
 * @param rounds runs of each contestant in the scenario {@code steady}
 * @param paced how long tasks then come at half the rate
 * @param atMost bound on a run's first part
 * @param backlog tasks of the scenario {@code backlog}
 * @param jvm more options for the JVMs of contestants
 * @param build whether contestants are made anew
 */
record Options(
    List<String> contestants,
    List<String> scenarios,
    int tasks,
    int warmUp,
    int rounds,
    Duration paced,
    Duration atMost,
    int backlog,
    List<String> jvm,
    boolean build) {

  static Options parse(List<String> args) {
    OptionParser parser = new OptionParser();
    parser.accepts("quick", "a short look");
    parser.accepts("no-build", "take contestants as they were built before");
    OptionSpec<String> contestants = list(parser, "only", "contestants, by name");
    OptionSpec<String> scenarios = list(parser, "scenarios", "by name");
    OptionSpec<String> jvm =
        parser.accepts("jvm", "option for contestants' JVMs").withRequiredArg();
    OptionSpec<Integer> tasks = number(parser, "tasks", "measured in each run");
    OptionSpec<Integer> warmUp = number(parser, "warm-up", "tasks before those");
    OptionSpec<Integer> rounds = number(parser, "rounds", "of the scenario steady");
    OptionSpec<Integer> paced = number(parser, "paced", "seconds at half the rate");
    OptionSpec<Integer> atMost = number(parser, "at-most", "seconds for a run's first part");
    OptionSpec<Integer> backlog = number(parser, "backlog", "tasks of the scenario backlog");
    OptionSet given = parser.parse(args.toArray(String[]::new));
    boolean quick = given.has("quick");
    return new Options(
        given.valuesOf(contestants),
        given.valuesOf(scenarios),
        or(given.valueOf(tasks), quick ? 5_000 : 40_000),
        or(given.valueOf(warmUp), quick ? 5_000 : 150_000),
        or(given.valueOf(rounds), quick ? 1 : 3),
        Duration.ofSeconds(or(given.valueOf(paced), quick ? 5 : 40)),
        Duration.ofSeconds(or(given.valueOf(atMost), quick ? 60 : 300)),
        or(given.valueOf(backlog), quick ? 50_000 : 1_000_000),
        given.valuesOf(jvm),
        !given.has("no-build"));
  }

  private static OptionSpec<String> list(OptionParser parser, String name, String about) {
    return parser.accepts(name, about).withRequiredArg().withValuesSeparatedBy(',');
  }

  private static OptionSpec<Integer> number(OptionParser parser, String name, String about) {
    return parser.accepts(name, about).withRequiredArg().ofType(Integer.class);
  }

  private static int or(@org.jspecify.annotations.Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  boolean wants(Contestant contestant) {
    return contestants.isEmpty() || contestants.contains(contestant.name());
  }

  boolean wants(Scenario scenario) {
    return scenarios.isEmpty() || scenarios.contains(scenario.name());
  }
}
