package dev.swarmworker.artifact;

import dev.swarmworker.task.ArtifactRef;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file being written under a temporary name. Closing it deletes it unless it was published; where
 * even that fails, {@link Leftovers} deletes it at a later start.
 */
final class Staged implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Folder root;
  private final String name;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.digest();
  private boolean published;

  /**
   * @param root stays the caller's to close, after this
   * @param name of the file that {@code channel} writes
   * @param channel closed with this
   */
  Staged(Folder root, String name, FileChannel channel) {
    this.root = root;
    this.name = name;
    this.channel = channel;
  }

  /** Writes everything and returns once it is on disk. */
  void fill(Content content) throws IOException {
    // Not closed: that would close the channel before it is forced.
    OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER_BYTES);
    content.writeTo(out);
    out.flush();
    channel.force(true);
  }

  /** What was written, as the artifact with this path. Ends the digest: only once. */
  ArtifactRef ref(ArtifactPath path) throws IOException {
    return new ArtifactRef(
        path.value(), channel.position(), HexFormat.of().formatHex(digest.digest()));
  }

  /** Gives the file its name, in place of a file that has it, and returns once that is on disk. */
  void publish(Folder target, String as) throws IOException {
    target.requireFileOrNothing(as);
    root.rename(name, target, as);
    published = true;
    target.sync();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (!published) {
        root.deleteFile(name);
      }
    }
  }
}
