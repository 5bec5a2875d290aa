package dev.swarmworker.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Memory that the operating system holds for this process. */
final class ResidentMemory {

  private static final Pattern LINE = Pattern.compile("VmRSS:\\s*(\\d{1,15}) kB");
  private static final long BYTES_PER_KB = 1024; // The kernel's kB.

  private final Path status;
  private final LongSupplier otherwise;

  /**
   * @param status the kernel's account of the process, as Linux writes it
   * @param otherwise what to say where there is none
   */
  ResidentMemory(Path status, LongSupplier otherwise) {
    this.status = status;
    this.otherwise = otherwise;
  }

  long bytes() {
    return read().orElseGet(otherwise);
  }

  private OptionalLong read() {
    // One byte is one character: a process may have any bytes for its name.
    try (Stream<String> lines = Files.lines(status, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> Long.parseLong(line.group(1)) * BYTES_PER_KB)
          .findFirst();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }
}
