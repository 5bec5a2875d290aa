package dev.swarmworker;

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
 * --quick} for a short look, or with any argument of JMH, into {@code target/bench}.
 */
public final class Benchmarks {

  private static final String QUICK = "--quick";

  private Benchmarks() {}

  public static void main(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
    List<String> ofJmh = new ArrayList<>(Arrays.asList(args));
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
    Path folder = Path.of(args.length == 0 ? "docs/benchmarks" : "target/bench");
    new Report(results).write(folder);
  }
}
