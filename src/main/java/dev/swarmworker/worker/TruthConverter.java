package dev.swarmworker.worker;

import jakarta.annotation.Priority;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads truth values from configuration. The converter that comes with it takes all it does not
 * know for false, so that {@code ture} switches off what it was to switch on.
 */
@Priority(1000) // before the one that comes with it
public final class TruthConverter implements Converter<Boolean> {

  private static final long serialVersionUID = 1;

  @Override
  public Boolean convert(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y", "on", "1" -> true;
      case "false", "no", "n", "off", "0" -> false;
      default -> throw new IllegalArgumentException("'" + value + "' is neither true nor false");
    };
  }
}
