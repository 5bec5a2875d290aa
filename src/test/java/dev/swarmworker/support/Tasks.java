package dev.swarmworker.support;

/** Tasks as a producer writes them. */
public final class Tasks {

  private Tasks() {}

  /**
   * A task that is never answered from the cache.
   *
   * @param directive what the fake provider does with it, such as {@code latency=2s}
   */
  public static String task(String id, String directive) {
    return task(id, directive, "");
  }

  /**
   * The same with more.
   *
   * @param more fields as JSON in which ' stands for ", or nothing
   */
  public static String task(String id, String directive, String more) {
    String fields = more.isEmpty() ? "" : "," + more;
    return """
    {'id':'%s','type':'coding','objective':'[fake id=%s %s] Write %s.',
     'metadata':{'cache':false}%s}"""
        .formatted(id, id, directive.replace("\"", "\\\""), id, fields)
        .replace('\'', '"');
  }
}
