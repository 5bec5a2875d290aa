package dev.swarmworker.monitor;

import dev.swarmworker.artifact.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Memory that the process should stay within: what configuration says; else nine tenths of the
 * container's limit, so that somebody is told before the process is killed; else 512 MiB.
 */
final class MemoryBudget {

  private static final double SHARE = 0.9;
  private static final long OTHERWISE = 512L << 20;

  /** The kernel says so where there is no limit: the largest number of whole pages. */
  private static final long NO_LIMIT = Long.MAX_VALUE - (1 << 20);

  /** Of this process' own control group, in the second version and in the first. */
  private static final List<String> LIMITS = List.of("memory.max", "memory/memory.limit_in_bytes");

  private final Path controlGroup;

  /**
   * @param controlGroup where the kernel shows the process' group, in a container {@code
   *     /sys/fs/cgroup}
   */
  MemoryBudget(Path controlGroup) {
    this.controlGroup = controlGroup;
  }

  /** In bytes. */
  long bytes(Optional<ByteSize> configured) {
    return configured
        .map(ByteSize::bytes)
        .orElseGet(
            () -> {
              OptionalLong limit = limit();
              return limit.isPresent() ? (long) (limit.getAsLong() * SHARE) : OTHERWISE;
            });
  }

  private OptionalLong limit() {
    return LIMITS.stream()
        .flatMap(this::read)
        .mapToLong(Long::parseLong)
        .filter(bytes -> bytes < NO_LIMIT)
        .findFirst();
  }

  private Stream<String> read(String file) {
    try {
      return Stream.of(Files.readString(controlGroup.resolve(file)).strip())
          .filter(text -> text.matches("[1-9][0-9]{0,18}"));
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
