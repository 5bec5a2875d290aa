package dev.swarmworker;

import dev.swarmworker.endtoend.EndToEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks. Without arguments all of them, into {@code docs/benchmarks}; with {@code
 * --quick} all for a short look, into {@code target/bench}. {@code end-to-end} and options of
 * {@link EndToEnd} run that half alone, {@code micro} and arguments of JMH the other, into {@code
 * target/bench}; {@code --publish} behind either word: into {@code docs/benchmarks}. {@code
 * flame-graph} and a file of a profiler's stacks draw these.
 */
public final class Benchmarks {

  private static final String QUICK = "--quick";
  private static final String PUBLISH = "--publish";
  private static final String MICRO = "micro";
  private static final String END_TO_END = "end-to-end";
  private static final String FLAME_GRAPH = "flame-graph";

  private Benchmarks() {}

  public static void main(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    boolean publish = rest.remove(PUBLISH) || args.length == 0;
    Path folder = Path.of(publish ? "docs/benchmarks" : "target/bench");
    String half = rest.isEmpty() ? "" : rest.getFirst();
    if (half.equals(END_TO_END)) {
      EndToEnd.run(rest.subList(1, rest.size()), folder);
    } else if (half.equals(MICRO)) {
      micro(rest.subList(1, rest.size()), folder);
    } else if (half.equals(FLAME_GRAPH)) {
      FlameGraph.draw(Path.of(rest.get(1)));
    } else {
      micro(rest, folder);
      if (rest.isEmpty() || rest.equals(List.of(QUICK))) {
        EndToEnd.run(rest, folder);
      }
    }
  }

  private static void micro(List<String> arguments, Path folder)
      throws CommandLineOptionException, RunnerException, IOException {
    List<String> ofJmh = new ArrayList<>(arguments);
    boolean quick = ofJmh.remove(QUICK);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(ofJmh.toArray(String[]::new)))
            .addProfiler(CpuTime.class)
            .addProfiler(GCProfiler.class)
            .jvmArgsPrepend(
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
            .shouldFailOnError(true);
    if (quick) {
      options
          .warmupIterations(2)
          .warmupTime(TimeValue.milliseconds(300))
          .measurementIterations(2)
          .measurementTime(TimeValue.milliseconds(300));
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    new Report(results).write(folder);
  }
}
