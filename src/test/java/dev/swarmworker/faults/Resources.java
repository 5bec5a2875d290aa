package dev.swarmworker.faults;

import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a worker's process holds.
 *
 * @param threads of the operating system
 * @param descriptors open files and sockets
 * @param heapBytes in use after a forced collection
 */
record Resources(int threads, int descriptors, long heapBytes) {

  /** The pools of the JVM, of Quarkus and of the clients grow to their sizes late. */
  private static final int MORE_THREADS = 8;

  /** Connections are opened as they are needed, and closed once they are idle. */
  private static final int MORE_DESCRIPTORS = 12;

  /** Events, samples and ids that are kept, all bounded. */
  private static final long MORE_HEAP_BYTES = 8 << 20;

  private static final Path PROC = Path.of("/proc");

  /** Linux alone tells of another process as it is needed here. */
  static boolean canBeRead() {
    return Files.isDirectory(PROC.resolve("self/fd"));
  }

  static Resources of(WorkerProcess worker) {
    collectGarbage(worker);
    Path process = PROC.resolve(String.valueOf(worker.pid()));
    return new Resources(threads(process), descriptors(process), heap(worker));
  }

  /** What exceeds this level by more than is allowed, in words. */
  List<String> above(Resources level) {
    List<String> above = new ArrayList<>();
    if (threads > level.threads + MORE_THREADS) {
      above.add("%d threads, %d before".formatted(threads, level.threads));
    }
    if (descriptors > level.descriptors + MORE_DESCRIPTORS) {
      above.add("%d descriptors, %d before".formatted(descriptors, level.descriptors));
    }
    if (heapBytes > level.heapBytes + MORE_HEAP_BYTES) {
      above.add("%d MiB of heap, %d before".formatted(heapBytes >> 20, level.heapBytes >> 20));
    }
    return above;
  }

  String from(Resources before) {
    return "threads %d, then %d; descriptors %d, then %d; heap %.1f MiB, then %.1f MiB"
        .formatted(
            before.threads,
            threads,
            before.descriptors,
            descriptors,
            mebibytes(before.heapBytes),
            mebibytes(heapBytes));
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private static void collectGarbage(WorkerProcess worker) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      int code =
          new ProcessBuilder(jcmd, String.valueOf(worker.pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("jcmd " + worker.pid() + " GC.run ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int threads(Path process) {
    try (Stream<String> lines = Files.lines(process.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith("Threads:"))
          .mapToInt(line -> Integer.parseInt(line.substring("Threads:".length()).trim()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int descriptors(Path process) {
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long heap(WorkerProcess worker) {
    return (long)
        worker
            .management("/q/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }
}
