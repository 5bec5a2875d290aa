package dev.swarmworker.artifact;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads sizes from configuration, so that a wrong one is told what is allowed. */
public final class ByteSizeConverter implements Converter<ByteSize> {

  private static final long serialVersionUID = 1;

  @Override
  public ByteSize convert(String value) {
    return ByteSize.parse(value);
  }
}
