package dev.swarmworker.artifact;

import java.io.IOException;
import java.io.InputStream;

/** Reads text and tells its size, so that several can share one bound. */
record Measured(int limit) implements Body<Measured.Text> {

  @Override
  public FileOutcome<Text> read(InputStream in, long size) throws IOException {
    return switch (Body.text(limit).read(in, size)) {
      case FileOutcome.Failed<String>(FileFailure failure) -> new FileOutcome.Failed<>(failure);
      case FileOutcome.Done<String>(String text) -> new FileOutcome.Done<>(new Text(text, size));
    };
  }

  /**
   * @param bytes that the text has in the file
   */
  record Text(String value, long bytes) {}
}
