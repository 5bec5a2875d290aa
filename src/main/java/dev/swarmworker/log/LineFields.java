package dev.swarmworker.log;

import io.quarkus.logging.json.runtime.AdditionalField;
import io.quarkus.logging.json.runtime.JsonLogConfig.AdditionalFieldConfig.Type;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The fields of each JSON line that its formatter adds: those of the configuration, and the keys of
 * the line that the asking thread is writing. So it is another map for each line.
 */
final class LineFields extends AbstractMap<String, AdditionalField> {

  private final Map<String, AdditionalField> configured;

  LineFields(Map<String, AdditionalField> configured) {
    this.configured = configured;
  }

  @Override
  public Set<Entry<String, AdditionalField>> entrySet() {
    Map<String, Object> keys = new LinkedHashMap<>();
    Present.tell(keys);
    Line.tell(keys);
    Map<String, AdditionalField> fields = new LinkedHashMap<>(configured);
    keys.forEach((key, value) -> fields.put(key, field(value)));
    return fields.entrySet();
  }

  private static AdditionalField field(Object value) {
    Type type = value instanceof Number ? Type.LONG : Type.STRING;
    return new AdditionalField(value.toString(), type);
  }
}
