package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds of everything that an overlay brings, and no schema knows. */
enum ManifestRule {
  NAMES_REFER_TO_WHAT_IS_THERE(NameRules::references),
  SELECTORS_FIND_THE_PODS(NameRules::selectors),
  NAMES_ARE_THE_APPLICATIONS(NameRules::applications),
  PODS_ARE_RESTRICTED(PodRules::security),
  RESOURCES_ARE_BOUNDED(PodRules::resources),
  ROLLOUTS_LOSE_NO_TASK(PodRules::rollout),
  PROBES_ASK_THE_MANAGEMENT_PORT(PodRules::probes),
  NETWORK_LEADS_TO_THE_NEIGHBOURS(NetworkRules::complaints),
  NEIGHBOURS_ARE_SPOKEN_TO_IN_SECRET(NetworkRules::secrecy),
  VARIABLES_ARE_KEYS_OF_THE_APPLICATION(
      manifests ->
          manifests
              .variables()
              .filter(variable -> !Settings.isKnown(variable))
              .map(variable -> variable + " is no key of the application")),
  VALUES_ARE_STRINGS(ManifestRule::strings),
  SCALING_FITS_THE_WORKER(ScalingRules::complaints);

  @SuppressWarnings("ImmutableEnumChecker") // each is a lambda that captures nothing
  private final Function<Manifests, Stream<String>> rule;

  ManifestRule(Function<Manifests, Stream<String>> rule) {
    this.rule = rule;
  }

  /** What breaks the rule; nothing where it holds. */
  List<String> complaints(Manifests manifests) {
    return rule.apply(manifests).toList();
  }

  /** Where a number or truth value would be refused, or read otherwise than it was meant. */
  private static Stream<String> strings(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    for (JsonNode document : manifests.documents()) {
      for (String map : List.of("/data", "/metadata/labels", "/metadata/annotations")) {
        document
            .at(map)
            .propertyStream()
            .filter(entry -> !entry.getValue().isTextual())
            .forEach(entry -> complaints.add(entry.getKey() + " is no string"));
      }
    }
    each(manifests.container().path("env"))
        .filter(variable -> variable.has("value") && !variable.path("value").isTextual())
        .forEach(variable -> complaints.add(variable.path("name").asText() + " is no string"));
    return complaints.stream();
  }
}
