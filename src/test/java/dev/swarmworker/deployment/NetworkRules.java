package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods reach their neighbours and nobody else; who scrapes reaches them. */
final class NetworkRules {

  private NetworkRules() {}

  static Stream<String> complaints(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    List<JsonNode> policies = manifests.all("NetworkPolicy").toList();
    if (policies.size() != 1) {
      return Stream.of("one network policy is wanted, not " + policies.size());
    }
    JsonNode policy = policies.getFirst().path("spec");
    Set<String> types =
        each(policy.path("policyTypes")).map(JsonNode::asText).collect(Collectors.toSet());
    if (!types.equals(Set.of("Ingress", "Egress"))) {
      complaints.add("policyTypes are " + types);
    }
    Set<String> out = ports(policy.path("egress"));
    for (String port : wanted(manifests)) {
      if (!out.contains(port)) {
        complaints.add("no way out to port " + port);
      }
    }
    wayIn(complaints, manifests, policy.path("ingress"));
    Stream.concat(
            each(policy.path("egress")).filter(rule -> rule.path("to").isEmpty()),
            each(policy.path("ingress")).filter(rule -> rule.path("from").isEmpty()))
        .forEach(rule -> complaints.add("a rule names nobody: " + rule));
    each(policy.path("egress"))
        .flatMap(rule -> each(rule.path("to")))
        .filter(to -> to.has("namespaceSelector") && to.path("namespaceSelector").isEmpty())
        .forEach(to -> complaints.add("a way out leads to every namespace: " + to));
    return complaints.stream();
  }

  /** To the management port for whoever scrapes; to the API where it is offered, and closed. */
  private static void wayIn(List<String> complaints, Manifests manifests, JsonNode ingress) {
    List<JsonNode> services = manifests.all("Service").toList();
    Set<String> wanted = services.isEmpty() ? Set.of("management") : Set.of("management", "http");
    if (!ports(ingress).equals(wanted)) {
      complaints.add("the way in is to be %s, not %s".formatted(wanted, ports(ingress)));
    }
    services.stream()
        .flatMap(service -> each(service.at("/spec/ports")))
        .map(port -> port.path("targetPort").asText())
        .filter(target -> !target.equals("http"))
        .forEach(target -> complaints.add("a service leads to the port " + target));
    if (!services.isEmpty() && !manifests.settings().containsKey("SWARM_API_TOKEN_FILE")) {
      complaints.add("a service leads to an API that is open");
    }
  }

  /** Where Kafka asks who it is, in production that is, neighbours are spoken to by TLS alone. */
  static Stream<String> secrecy(Manifests manifests) {
    if (manifests.all("KafkaUser").findAny().isEmpty()) {
      return Stream.empty();
    }
    List<String> complaints = new ArrayList<>();
    String redis = manifests.settings().getOrDefault("QUARKUS_REDIS_HOSTS", "nothing");
    if (!redis.startsWith("rediss://") || !redis.contains("user=")) {
      complaints.add("Redis is spoken to in the clear, or by nobody's name: " + redis);
    }
    String kafka = manifests.settings().getOrDefault("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    if (!kafka.equals("SSL") && !kafka.equals("SASL_SSL")) {
      complaints.add("Kafka is spoken to in the clear: " + kafka);
    }
    return complaints.stream();
  }

  private static List<String> wanted(Manifests manifests) {
    String kafka = manifests.settings().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "");
    String redis = manifests.settings().getOrDefault("QUARKUS_REDIS_HOSTS", "redis://none:0");
    return List.of(
        "53",
        "443",
        kafka.substring(kafka.lastIndexOf(':') + 1),
        String.valueOf(URI.create(redis).getPort()));
  }

  private static Set<String> ports(JsonNode rules) {
    return each(rules)
        .flatMap(rule -> each(rule.path("ports")))
        .map(port -> port.path("port").asText())
        .collect(Collectors.toSet());
  }
}
