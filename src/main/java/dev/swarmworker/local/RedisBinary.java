package dev.swarmworker.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** Finds the Redis server to run. */
final class RedisBinary {

  /** Redis and Valkey alike say "... server v=7.0.15 sha=...". */
  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)\\.(\\d+)");

  /** Major and minor version of the server that the library carries. */
  private static final int BUNDLED = version(6, 2);

  private RedisBinary() {}

  /**
   * The installed server where it is newer than the carried one, else the carried one.
   *
   * @param folder where the carried one is unpacked to
   */
  static Path best(Path folder) throws IOException {
    Optional<Path> installed = installed().filter(path -> versionOf(path) > BUNDLED);
    return installed.isPresent() ? installed.get() : unpack(folder);
  }

  private static Path unpack(Path folder) throws IOException {
    return ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
  }

  private static Optional<Path> installed() {
    List<String> folders =
        Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
    return folders.stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The version of a server, comparable; 0 where it does not say. */
  private static int versionOf(Path server) {
    try {
      Process process =
          new ProcessBuilder(server.toString(), "--version").redirectErrorStream(true).start();
      return parse(new String(process.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      return 0;
    }
  }

  /** The version in what a server says of itself, comparable; 0 where there is none. */
  static int parse(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find()
        ? version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : 0;
  }

  static int version(int major, int minor) {
    return major * 1000 + minor;
  }
}
