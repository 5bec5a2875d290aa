package dev.swarmworker.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the image is made of and how it runs, as far as it can be read without an engine. */
class DockerfileTest {

  private static final Path IGNORED = Path.of(".dockerignore");
  private static final Path HEALTH = Path.of("deploy", "health");

  private final Dockerfile dockerfile = Dockerfile.read();

  @Test
  void image_isAsItShouldBe() {
    assertThat(complaints(dockerfile)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "25.0.3_9-jre | latest      | base",
        "USER 10001   | USER root # | user",
        "COPY deploy/health | COPY deploy/healthy | is not there",
        "MaxDirectMemorySize=96m | X=1 | direct memory",
        "JDK_JAVA_OPTIONS | JAVA_TOOL_OPTIONS | left to whoever runs it",
        "HEALTHCHECK  | # HEALTHCHECK | health",
        "ENTRYPOINT [\"java\" | ENTRYPOINT java | exec form",
        "+ExitOnOutOfMemoryError | +ExitOnOutOfMemoryError -agentlib:jdwp=server=y | one more port",
        "\"-jar\" | \"-Dcom.sun.management.jmxremote.port=1\", \"-jar\" | one more port",
      })
  void brokenInOnePlace_isNoticed(String right, String wrong, String words) {
    String broken = Yaml.text(Dockerfile.FILE).replace(right, wrong);

    assertThat(complaints(Dockerfile.of(broken))).anyMatch(said -> said.contains(words));
  }

  private static Set<String> complaints(Dockerfile dockerfile) {
    Set<String> complaints = new TreeSet<>();
    String base = dockerfile.all("FROM").findFirst().orElse("none");
    if (!base.matches("eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jre AS base")) {
      complaints.add("the base is " + base);
    }
    if (dockerfile.all("FROM").skip(1).anyMatch(from -> !from.startsWith("base"))) {
      complaints.add("more than one base");
    }
    if (!dockerfile.all("USER").toList().equals(List.of("10001:10001"))) {
      complaints.add("the user is " + dockerfile.all("USER").toList());
    }
    dockerfile
        .all("COPY")
        .filter(copy -> !copy.startsWith("--from"))
        .map(copy -> copy.split(" ", 2)[0])
        .filter(source -> !isInTheContext(source))
        .forEach(source -> complaints.add(source + " is not there"));
    String options = String.join(" ", dockerfile.all("ENV").toList());
    if (!options.contains("-XX:MaxRAMPercentage=") || !options.contains("OnOutOfMemoryError")) {
      complaints.add("the heap is not bounded");
    }
    if (!options.contains("-XX:MaxDirectMemorySize=")) {
      complaints.add("direct memory is not bounded");
    }
    if (options.contains("JAVA_TOOL_OPTIONS")) {
      complaints.add("JAVA_TOOL_OPTIONS is to be left to whoever runs it");
    }
    if (dockerfile.all("HEALTHCHECK").findAny().isEmpty()) {
      complaints.add("no health check");
    }
    if (!dockerfile.all("ENTRYPOINT").allMatch(entry -> entry.startsWith("["))) {
      complaints.add("the entry point is not in exec form: no signal reaches the JVM");
    }
    String entry = String.join(" ", dockerfile.all("ENTRYPOINT").toList());
    if ((options + entry).matches("(?s).*(-agentlib|-Xrunjdwp|jmxremote).*")) {
      complaints.add("the JVM would listen on one more port");
    }
    return complaints;
  }

  /** What the package brings is there once it is built; all else is in the repository. */
  private static boolean isInTheContext(String source) {
    List<String> let = Yaml.text(IGNORED).lines().toList();
    boolean there = source.startsWith("target/") || Files.isExecutable(Path.of(source));
    return there && let.getFirst().equals("*") && let.contains("!" + source.replaceAll("/$", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 503})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a bash script")
  void healthScript_endsWellWhereItIsWell(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/q/health/live",
        exchange -> {
          byte[] body = "{}".getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      int exit = health(server.getAddress().getPort());

      assertThat(exit == 0).isEqualTo(status == 200);
    } finally {
      server.stop(0);
    }
    assertThat(health(server.getAddress().getPort())).isNotZero();
  }

  private static int health(int port) {
    return Tool.required("bash", "every Linux")
        .run(HEALTH.toString(), String.valueOf(port), "/q/health/live")
        .exit();
  }
}
