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
    if (!ports(policy.path("ingress")).equals(Set.of("management"))) {
      complaints.add("the way in is to be the management port alone");
    }
    Stream.concat(
            each(policy.path("egress")).filter(rule -> rule.path("to").isEmpty()),
            each(policy.path("ingress")).filter(rule -> rule.path("from").isEmpty()))
        .forEach(rule -> complaints.add("a rule names nobody: " + rule));
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
