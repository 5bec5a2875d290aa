package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A machine for {@code mvnw} to run on: a PATH, a home and system folders of its own, each with a
 * space in its name, and JDKs, Mavens and downloaders that are scripts.
 */
final class MvnwSandbox {

  private static final List<String> TOOLS =
      List.of("cp", "chmod", "dirname", "grep", "mkdir", "mktemp", "mv", "rm", "sed", "tail");
  private static final List<String> CHECKSUM_TOOLS = List.of("sha512sum", "shasum", "openssl");

  /** What each Maven here does with a project: tells how it was called, and ends with 7. */
  private static final String TELL =
      """
      echo "maven=$0"; echo "java=$JAVA_HOME"; echo "folder=$PWD"
      for arg; do echo "arg=$arg"; done
      exit 7
      """;

  final Path root;
  final Path home;
  final Path project;
  private final Path bin;
  private final Map<String, String> environment = new HashMap<>();

  MvnwSandbox(Path folder) throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("a machine"));
    home = Files.createDirectories(root.resolve("my home"));
    project = Files.createDirectories(root.resolve("my project"));
    bin = Files.createDirectories(root.resolve("some bin"));
    for (String tool : Stream.concat(TOOLS.stream(), CHECKSUM_TOOLS.stream()).toList()) {
      link(tool);
    }
    script(project.resolve("mvnw"), Files.readString(Path.of("mvnw")));
    environment.put("PATH", bin.toString());
    environment.put("HOME", home.toString());
    environment.put("MVNW_ROOT", root.toString());
  }

  MvnwSandbox withoutChecksumTools() throws IOException {
    for (String tool : CHECKSUM_TOOLS) {
      Files.deleteIfExists(bin.resolve(tool));
    }
    return this;
  }

  MvnwSandbox env(String name, Path value) {
    environment.put(name, value.toString());
    return this;
  }

  /** A JDK in a folder below the root, as far as {@code mvnw} can see; its {@code jar} is real. */
  Path jdk(String folder, String version) throws IOException {
    Path jdk = jre(folder, version);
    script(jdk.resolve("bin/javac"), "echo javac " + version);
    Path jar = Path.of(System.getProperty("java.home"), "bin", "jar");
    script(jdk.resolve("bin/jar"), "exec '" + jar + "' \"$@\"");
    return jdk;
  }

  Path jre(String folder, String version) throws IOException {
    Path jre = root.resolve(folder);
    script(jre.resolve("bin/java"), "echo '    java.home = " + jre + "' >&2");
    Files.writeString(jre.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return jre;
  }

  MvnwSandbox javaOnPath(Path jdk) throws IOException {
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
    return this;
  }

  /** Where a fetched Maven is kept. */
  Path cache() {
    return home.resolve(".m2/swarm-worker/apache-maven-3.9.11");
  }

  MvnwSandbox cachedMaven() throws IOException {
    script(cache().resolve("bin/mvn"), TELL);
    return this;
  }

  /** An installed Maven, which can fetch an artifact where there is something to fetch. */
  MvnwSandbox installedMaven(String version) throws IOException {
    return command(
        "mvn",
        """
        case $* in
          -version) echo "Apache Maven %s"; exit ;;
          *dependency*:copy*) ;;
          *) %s ;;
        esac
        echo maven-fetched >>"%s"
        for arg; do
          case $arg in -DoutputDirectory=*) folder=${arg#*=} ;; esac
        done
        [ -f "%s" ] || { echo "[ERROR] no such artifact"; exit 1; }
        cp "%s" "$folder/apache-maven-3.9.11-bin.zip"
        """
            .formatted(version, TELL, fetches(), zip(), zip()));
  }

  /** A downloader, which finds Apache's archive where there is something to fetch. */
  MvnwSandbox curl() throws IOException {
    return command(
        "curl",
        """
        while [ "$1" != -o ]; do shift; done
        echo "curl-fetched $3" >>"%s"
        cp "%s" "$2" 2>/dev/null || { echo "curl: no such host" >&2; exit 6; }
        """
            .formatted(fetches(), zip()));
  }

  MvnwSandbox command(String name, String text) throws IOException {
    script(bin.resolve(name), text);
    return this;
  }

  /** Puts a Maven where the fetching commands find it; its checksum is not the pinned one. */
  MvnwSandbox publishedMaven() throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip()))) {
      out.putNextEntry(new ZipEntry("apache-maven-3.9.11/bin/mvn"));
      out.write(("#!/bin/sh\n" + TELL).getBytes(UTF_8));
      out.closeEntry();
    }
    return this;
  }

  /** Pins the checksum of the published Maven in this machine's copy of {@code mvnw}. */
  MvnwSandbox pinned() throws IOException, NoSuchAlgorithmException {
    byte[] sum = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(zip()));
    Path mvnw = project.resolve("mvnw");
    String pin = "maven_sha512=" + HexFormat.of().formatHex(sum);
    script(mvnw, Files.readString(mvnw).replaceFirst("(?m)^maven_sha512=.*", pin));
    return this;
  }

  /** Each fetch so far, a line each. */
  List<String> fetched() throws IOException {
    return Files.exists(fetches()) ? Files.readAllLines(fetches()) : List.of();
  }

  /** What is left in the folder of fetched Mavens. */
  List<String> kept() throws IOException {
    Path folder = cache().getParent();
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  Process start(String... arguments) throws IOException {
    var command = new ProcessBuilder(project.resolve("mvnw").toString()).directory(root.toFile());
    command.command().addAll(List.of(arguments));
    command.environment().clear();
    command.environment().putAll(environment);
    return command.start();
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return Run.endOf(start(arguments));
  }

  /** How a run ended. */
  record Run(int exit, List<String> out, List<String> err) {

    static Run endOf(Process process) throws IOException, InterruptedException {
      // A few lines each: neither pipe can fill while the other is read.
      List<String> out = process.inputReader().readAllLines();
      List<String> err = process.errorReader().readAllLines();
      return new Run(process.waitFor(), out, err);
    }
  }

  private Path zip() {
    return root.resolve("published.zip");
  }

  private Path fetches() {
    return root.resolve("fetches");
  }

  private void link(String tool) throws IOException {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        Files.createSymbolicLink(bin.resolve(tool), file);
        return;
      }
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.startsWith("#!") ? text : "#!/bin/sh\n" + text + "\n");
    file.toFile().setExecutable(true);
  }
}
