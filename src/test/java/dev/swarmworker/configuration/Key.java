package dev.swarmworker.configuration;

import java.util.Locale;

/**
 * What there is to say of one setting.
 *
 * @param name with {@code <id>} where somebody chooses a part of it
 * @param allowed its type and bounds
 * @param standard its default as it is written, or null where it has none
 * @param meaning its Javadoc
 */
record Key(String name, String allowed, String standard, String meaning) {

  /** Its environment variable, by MicroProfile's rule. */
  String variable() {
    String chosen = name.replace("<id>", "ID").replaceAll("[^A-Za-z0-9]", "_");
    return chosen.toUpperCase(Locale.ROOT).replace("_ID_", "_<ID>_");
  }
}
