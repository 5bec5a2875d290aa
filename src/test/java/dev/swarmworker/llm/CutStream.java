package dev.swarmworker.llm;

import java.io.ByteArrayInputStream;
import java.util.Iterator;
import java.util.List;

/** Bytes as a network brings them: in pieces, of given sizes as long as there are any. */
final class CutStream extends ByteArrayInputStream {

  private final Iterator<Integer> cuts;

  CutStream(byte[] bytes, List<Integer> cuts) {
    super(bytes);
    this.cuts = cuts.iterator();
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) {
    return super.read(into, offset, cuts.hasNext() ? Math.min(cuts.next(), length) : length);
  }

  @Override
  public int read(byte[] into) {
    return read(into, 0, into.length);
  }
}
