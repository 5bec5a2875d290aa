package dev.swarmworker.llm;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** Bytes as a network brings them: in pieces, of given sizes as long as there are any. */
final class CutPieces implements Pieces {
  private static final int LONGEST = 16 << 10;

  private final Buffer bytes;
  private final Iterator<Integer> cuts;
  private int read;

  CutPieces(byte[] bytes, List<Integer> cuts) {
    this.bytes = Buffer.buffer(bytes);
    this.cuts = cuts.iterator();
  }

  @Override
  public Buffer next() {
    if (read == bytes.length()) {
      return null;
    }
    int from = read;
    read = Math.min(bytes.length(), from + (cuts.hasNext() ? cuts.next() : LONGEST));
    return bytes.getBuffer(from, read);
  }

  @Override
  public Finish finish() {
    return Finish.COMPLETE;
  }

  @Override
  public void drain() {
    read = bytes.length();
  }
}
