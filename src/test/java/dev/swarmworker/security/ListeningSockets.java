package dev.swarmworker.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ports on which a process of this machine listens, as Linux tells. */
final class ListeningSockets {

  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  /** The state of a TCP socket that takes connections. */
  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  static Set<Integer> ports(long pid) {
    Set<String> own = sockets(pid);
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> rows(pid, table))
        .filter(row -> row[3].equals(LISTEN) && own.contains(row[9]))
        .map(row -> Integer.parseInt(row[1].substring(row[1].indexOf(':') + 1), 16))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String[]> rows(long pid, String table) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The inodes of the sockets that the process has open. */
  private static Set<String> sockets(long pid) {
    Set<String> inodes = new TreeSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      for (Path each : open.toList()) {
        Matcher socket = SOCKET.matcher(target(each));
        if (socket.matches()) {
          inodes.add(socket.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inodes;
  }

  /** Nothing where it was closed meanwhile. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
