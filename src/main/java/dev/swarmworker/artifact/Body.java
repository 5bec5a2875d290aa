package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What to make of an artifact's bytes. */
@FunctionalInterface
public interface Body<T> {

  /**
   * Reads as much of {@code in} as it wants; the store owns and closes it. Called once, with a read
   * permit held: it must not call the store.
   *
   * @param size of the artifact, in bytes
   * @throws IOException where {@code in} or a target does; the read then fails
   */
  FileOutcome<T> read(InputStream in, long size) throws IOException;

  /** All bytes, of an artifact of at most {@code limit} bytes. */
  static Body<byte[]> bytes(int limit) {
    return (in, size) ->
        size > limit
            ? FileOutcome.failed(
                Reason.TOO_LARGE, "it has " + size + " bytes, and " + limit + " are taken")
            : new FileOutcome.Done<>(in.readNBytes(limit));
  }

  /** The text of a UTF-8 artifact of at most {@code limit} bytes. */
  static Body<String> text(int limit) {
    return (in, size) ->
        switch (bytes(limit).read(in, size)) {
          case FileOutcome.Failed<byte[]>(FileFailure failure) -> new FileOutcome.Failed<>(failure);
          case FileOutcome.Done<byte[]>(byte[] bytes) -> decode(bytes);
        };
  }

  /** The text of a JSON artifact of at most {@code limit} bytes. */
  static Body<String> json(int limit) {
    return (in, size) -> {
      FileOutcome<String> text = text(limit).read(in, size);
      return text instanceof FileOutcome.Done<String>(String json) && !Json.isValid(json)
          ? FileOutcome.failed(Reason.MALFORMED, "it is not JSON")
          : text;
    };
  }

  /** Copies everything to {@code out}, which the caller owns, and gives the count of bytes. */
  static Body<Long> into(OutputStream out) {
    return (in, size) -> new FileOutcome.Done<>(in.transferTo(out));
  }

  private static FileOutcome<String> decode(byte[] bytes) {
    try {
      // Unlike new String(), a decoder says so where the bytes are no text.
      return new FileOutcome.Done<>(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return FileOutcome.failed(Reason.MALFORMED, "it is not UTF-8");
    }
  }
}
