package dev.swarmworker.deployment.scaling;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings that are compared, by what the page calls them. */
final class Contenders {

  static final String SHIPPED = "as shipped";
  static final String LAG_10 = "lag alone, 10 (KEDA's default)";
  static final String LAG_150 = "lag alone, 150 (what a worker holds)";
  static final String LAG_1000 = "lag alone, 1,000";
  static final String CPU = "2 workers (what CPU as the measure comes to)";

  private Contenders() {}

  static Map<String, Scaling> all(Scaling shipped) {
    Map<String, Scaling> all = new LinkedHashMap<>();
    all.put(SHIPPED, shipped);
    all.put("as shipped, Kubernetes' own scale-down", shipped.with(Rules.DOWN));
    all.put(LAG_10, shipped.with(Trigger.lag(10)));
    all.put("lag alone, 50 (what a worker runs)", shipped.with(Trigger.lag(50)));
    all.put(LAG_150, shipped.with(Trigger.lag(150)));
    all.put(LAG_1000, shipped.with(Trigger.lag(1000)));
    all.put(CPU, shipped.fixed(2));
    all.put("20 workers, always", shipped.fixed(20));
    return all;
  }
}
