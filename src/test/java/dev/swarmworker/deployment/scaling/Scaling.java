package dev.swarmworker.deployment.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a scaler.
 *
 * @param coolDown seconds without an active trigger before the last workers go, where least is 0
 */
record Scaling(int least, int most, int coolDown, List<Trigger> triggers, Rules up, Rules down) {

  /** As it is written down. */
  static Scaling of(JsonNode scaledObject) {
    JsonNode spec = scaledObject.path("spec");
    JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
    List<Trigger> triggers = new ArrayList<>();
    spec.path("triggers").forEach(trigger -> triggers.add(trigger(trigger)));
    return new Scaling(
        spec.path("minReplicaCount").asInt(),
        spec.path("maxReplicaCount").asInt(),
        spec.path("cooldownPeriod").asInt(),
        triggers,
        rules(behavior.path("scaleUp")),
        rules(behavior.path("scaleDown")));
  }

  private static Trigger trigger(JsonNode trigger) {
    JsonNode metadata = trigger.path("metadata");
    return switch (trigger.path("name").asText()) {
      case "lag" -> Trigger.lag(metadata.path("lagThreshold").asInt());
      case "demand" -> Trigger.demand(metadata.path("threshold").asInt());
      case "wait" -> Trigger.oldestWait(metadata.path("threshold").asInt());
      default -> throw new AssertionError("unknown here: " + trigger);
    };
  }

  private static Rules rules(JsonNode rules) {
    int percent = 0;
    int pods = 0;
    for (JsonNode policy : rules.path("policies")) {
      if (policy.path("type").asText().equals("Percent")) {
        percent = policy.path("value").asInt();
      } else {
        pods = policy.path("value").asInt();
      }
    }
    int period = rules.at("/policies/0/periodSeconds").asInt();
    return new Rules(rules.path("stabilizationWindowSeconds").asInt(), percent, pods, period);
  }

  Scaling with(Trigger... only) {
    return new Scaling(least, most, coolDown, List.of(only), up, down);
  }

  Scaling with(Rules otherDown) {
    return new Scaling(least, most, coolDown, triggers, up, otherDown);
  }

  Scaling fixed(int workers) {
    return new Scaling(workers, workers, coolDown, triggers, up, down);
  }
}
