package dev.swarmworker.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How results and processor time grew over a run. */
final class Samples {

  /**
   * A look.
   *
   * @param nanos of the driver's clock
   * @param results so far
   * @param cpu of all processes of the contestant so far
   * @param redisCpu what Redis has used so far
   * @param brokerCpu what the broker has used so far
   */
  record Sample(long nanos, long results, Duration cpu, Duration redisCpu, Duration brokerCpu) {}

  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  Sample last() {
    return samples.getLast();
  }

  /**
   * The part between so many results. Where a run was cut off before it was warm, its second half
   * must do.
   */
  Window between(long warmUp, long end) {
    long half = (samples.getFirst().nanos() + samples.getLast().nanos()) / 2;
    Sample from =
        firstAfter(warmUp)
            .orElseGet(
                () -> samples.stream().filter(s -> s.nanos() >= half).findFirst().orElseThrow());
    Sample to =
        samples.stream()
            .filter(sample -> sample.nanos() > from.nanos() && sample.results() <= end)
            .reduce((earlier, later) -> later)
            .orElse(last());
    return new Window(from, to);
  }

  /** Whether there is a part of it beyond so many results. */
  boolean isBeyond(long warmUp) {
    return firstAfter(warmUp).isPresent();
  }

  private Optional<Sample> firstAfter(long warmUp) {
    return samples.stream()
        .filter(sample -> sample.results() >= warmUp)
        .findFirst()
        .filter(sample -> sample.results() < last().results());
  }

  /** Two looks and what was done between them. */
  record Window(Sample from, Sample to) {

    long tasks() {
      return to.results() - from.results();
    }

    double seconds() {
      return (to.nanos() - from.nanos()) / 1e9;
    }

    double perSecond() {
      return tasks() / seconds();
    }

    double cpuMicrosPerTask() {
      return microsPerTask(Sample::cpu);
    }

    double microsPerTask(Function<Sample, Duration> cpu) {
      return cpu.apply(to).minus(cpu.apply(from)).toNanos() / 1_000.0 / tasks();
    }
  }
}
