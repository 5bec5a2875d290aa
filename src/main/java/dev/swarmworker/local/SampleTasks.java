package dev.swarmworker.local;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * An endless, repeatable sequence of tasks as a claude-flow swarm would submit them, with what goes
 * wrong in real life mixed in. Immutable.
 *
 * @param run part of every id, so that a restarted sequence submits new tasks
 */
record SampleTasks(String run) {

  /** What a sample is there to show. */
  enum Kind {
    /** Answered within a second. */
    ORDINARY,
    /** Takes 2 to 4 seconds. */
    LONG,
    /** Asks what was asked before, under a new id. */
    COMMON_QUESTION,
    /** Its id is claude-flow's object. */
    OBJECT_ID,
    /** The message before it, once more. */
    REPEATED,
    /** The provider is overloaded twice, then answers. */
    OVERLOADED,
    /** The provider refuses it for good. */
    REJECTED,
    /** Asks for what no agent can do. */
    NO_AGENT,
    /** No JSON at all. */
    NO_TASK
  }

  /**
   * A message.
   *
   * @param key record key
   * @param value record value
   */
  record Sample(String key, String value) {}

  private static final List<Kind> CYCLE =
      List.of(
          Kind.ORDINARY,
          Kind.LONG,
          Kind.ORDINARY,
          Kind.OBJECT_ID,
          Kind.ORDINARY,
          Kind.COMMON_QUESTION,
          Kind.ORDINARY,
          Kind.REPEATED,
          Kind.ORDINARY,
          Kind.OVERLOADED,
          Kind.LONG,
          Kind.ORDINARY,
          Kind.ORDINARY,
          Kind.REJECTED,
          Kind.ORDINARY,
          Kind.COMMON_QUESTION,
          Kind.ORDINARY,
          Kind.NO_AGENT,
          Kind.ORDINARY,
          Kind.NO_TASK);

  private static final List<String> TYPES =
      List.of("research", "analysis", "coding", "testing", "review", "documentation");

  private static final List<String> PRIORITIES =
      List.of("normal", "high", "low", "normal", "critical", "background", "normal");

  static Kind kind(long number) {
    return CYCLE.get((int) (number % CYCLE.size()));
  }

  /** The {@code number}th message, from 0. */
  Sample sample(long number) {
    String id = id(number);
    JsonObject task = task(id, number);
    return switch (kind(number)) {
      case ORDINARY -> sample(id, asking(task, id, "latency=" + (200 + number * 37 % 700) + "ms"));
      case LONG -> sample(id, asking(task, id, "latency=" + (2000 + number * 331 % 2000) + "ms"));
      case COMMON_QUESTION -> sample(id, commonQuestion(task));
      case OBJECT_ID -> sample(id, asking(task, id, "latency=400ms").put("id", objectId(id)));
      case REPEATED -> sample(number - 1);
      case OVERLOADED -> sample(id, asking(task, id, "status=529 times=2"));
      case REJECTED -> sample(id, asking(task, id, "status=400"));
      case NO_AGENT -> sample(id, asking(task, id, "").put("requirements", needs("time-travel")));
      case NO_TASK -> new Sample(id, "{\"id\": \"" + id + "\", \"type\": ");
    };
  }

  /** The id of the {@code number}th message, where it is not a repeat of another. */
  String id(long number) {
    return "sample-" + run + "-" + number;
  }

  private static Sample sample(String id, JsonObject task) {
    return new Sample(id, task.encode());
  }

  private static JsonObject task(String id, long number) {
    return JsonObject.of(
        "id",
        id,
        "type",
        pick(TYPES, number),
        "name",
        "Sample " + number,
        "priority",
        pick(PRIORITIES, number),
        "requirements",
        JsonObject.of("tools", new JsonArray(), "permissions", new JsonArray()),
        "constraints",
        JsonObject.of("maxRetries", 3, "timeoutAfter", 30_000),
        "context",
        JsonObject.of("previousResults", new JsonArray(), "relatedTasks", new JsonArray()),
        "metadata",
        JsonObject.of("tenant", number % 3 == 0 ? "green" : "blue"));
  }

  private static JsonObject asking(JsonObject task, String id, String directive) {
    String question = "Step " + task.getString("name") + " of the swarm's plan.";
    return task.put("objective", question + " [fake id=" + id + " " + directive + "]");
  }

  /** The type is fixed too: another agent's answer would be another call. */
  private static JsonObject commonQuestion(JsonObject task) {
    return task.put("type", "research")
        .put("objective", "What does exactly-once mean? [fake latency=900ms]");
  }

  private static JsonObject objectId(String id) {
    return JsonObject.of("id", id, "swarmId", "sample", "sequence", 1, "priority", 1);
  }

  private static JsonObject needs(String capability) {
    return JsonObject.of("capabilities", JsonArray.of(capability));
  }

  private static String pick(List<String> values, long number) {
    return values.get((int) (number % values.size()));
  }
}
