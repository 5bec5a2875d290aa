package dev.swarmworker;

import static dev.swarmworker.support.Tasks.task;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which agent gets a task, on a started worker that is configured otherwise than by default. */
@QuarkusTest
@TestProfile(SelectionTest.InTurns.class)
@QuarkusTestResource(LocalResource.class)
class SelectionTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration COOL_DOWN = Duration.ofSeconds(8);
  private static final List<String> RESEARCHERS =
      List.of("analyst", "architect", "coordinator", "documenter", "researcher");

  @ConfigProperty(name = "swarm.agents.overloaded.base-url")
  URI overloadedAt;

  private Topics topics;
  private HttpServer overloaded;
  private final AtomicInteger refused = new AtomicInteger();

  /** Agents in turn; two of them can juggle, of whom one has a provider without room. */
  public static final class InTurns implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>();
      settings.put("swarm.selection.policy", "round-robin");
      settings.put("swarm.selection.failure-threshold", "1");
      settings.put("swarm.selection.cool-down", COOL_DOWN.toMillis() + "ms");
      settings.put("swarm.llm.backoff.base", "10ms");
      settings.put("swarm.llm.backoff.max", "20ms");
      settings.put("swarm.agents.steady.capabilities", "juggling");
      settings.put("swarm.agents.overloaded.capabilities", "juggling");
      settings.put("swarm.agents.overloaded.base-url", "http://127.0.0.1:" + freePort());
      settings.put("swarm.agents.overloaded.api-key", "none");
      return settings;
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
    overloaded =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), overloadedAt.getPort()), 0);
    overloaded.createContext("/", this::refuse);
    overloaded.start();
  }

  @AfterEach
  void close() {
    overloaded.stop(0);
    topics.close();
  }

  @Test
  void roundRobin_passesOverNobody_notEvenWhoIsBusy() {
    topics.send(task("long", "latency=120s", "'requirements':{'capabilities':['research']}"));
    await().atMost(SOON).until(() -> LocalResource.anthropic().calls("long") == 1);

    Map<String, Long> tasks =
        IntStream.range(0, 10)
            .mapToObj(i -> result("turn-" + i, "research"))
            .collect(groupingBy(r -> r.path("agentId").asText(), counting()));

    assertThat(tasks.keySet()).containsExactlyInAnyOrderElementsOf(RESEARCHERS);
    assertThat(tasks.values()).containsOnly(2L);
  }

  @Test
  void overloadedForEver_isLeftOut_butForOneProbeAfterEachCoolDown() {
    // Given an agent who has been tried once
    Stream<JsonNode> tried = IntStream.range(0, 2).mapToObj(i -> result("try-" + i, "juggling"));
    assertThat(tried).allMatch(SelectionTest::isDoneBySteady);
    assertThat(refused).hasValue(1);

    // When there is more to do
    assertThat(burst("more")).allMatch(SelectionTest::isDoneBySteady);

    // Then it does not come to that agent before the cool-down is over, and then once
    assertThat(refused).hasValue(1);
    int[] next = {0};
    await()
        .atMost(SOON)
        .until(
            () -> {
              assertThat(isDoneBySteady(result("wait-" + next[0]++, "juggling"))).isTrue();
              return refused.get() > 1;
            });
    assertThat(burst("after")).allMatch(SelectionTest::isDoneBySteady);
    assertThat(refused).hasValue(2);
  }

  private void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      refused.addAndGet(exchange.getRequestMethod().equals("POST") ? 1 : 0); // else a warm-up
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(529, -1);
    }
  }

  private static boolean isDoneBySteady(JsonNode result) {
    return result.path("status").asText().equals("completed")
        && result.path("agentId").asText().equals("steady");
  }

  private List<JsonNode> burst(String name) {
    IntStream.range(0, 8).forEach(i -> send(name + "-" + i, "juggling"));
    return IntStream.range(0, 8).mapToObj(i -> awaited(name + "-" + i)).toList();
  }

  private JsonNode result(String id, String capability) {
    send(id, capability);
    return awaited(id);
  }

  private void send(String id, String capability) {
    topics.send(task(id, "", "'requirements':{'capabilities':['" + capability + "']}"));
  }

  private JsonNode awaited(String id) {
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }
}
