package dev.swarmworker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws a profiler's stacks, a line each of the form {@code outermost;...;innermost COUNT}: time as
 * width, a call below its caller. Frames of less than a four-hundredth of it all are left out.
 */
final class FlameGraph {

  private static final int WIDTH = 1_400;
  private static final int ROW = 15;
  private static final int TOP = 40;
  private static final int LETTER = 6;
  private static final double LEAST = 1 / 400.0;

  private static final Pattern THREAD_NUMBER = Pattern.compile("[-# ]*\\d*( tid=\\d+)?]?$");
  private static final Pattern METHOD = Pattern.compile("(?:[\\w$]+/)*([\\w$]+)[^/]*?\\.([^.]+)$");
  private static final Pattern GENERATED = Pattern.compile("\\$\\$Lambda\\.0x[0-9a-f]+");

  /** A frame on top of the same callers. */
  private static final class Frame {
    private final Map<String, Frame> callees = new TreeMap<>();
    private long samples;
  }

  private final Frame all = new Frame();
  private final StringBuilder svg = new StringBuilder();

  private FlameGraph(Collection<String> stacks) {
    for (String stack : stacks) {
      int count = stack.lastIndexOf(' ');
      add(stack.substring(0, count).split(";", -1), Long.parseLong(stack.substring(count + 1)));
    }
  }

  private void add(String[] frames, long samples) {
    Frame at = all;
    at.samples += samples;
    for (int depth = 0; depth < frames.length; depth++) {
      String name =
          depth == 0 ? thread(frames[0]) : GENERATED.matcher(frames[depth]).replaceAll("");
      at = at.callees.computeIfAbsent(name, callee -> new Frame());
      at.samples += samples;
    }
  }

  /** Threads of one kind are one. */
  private static String thread(String name) {
    return THREAD_NUMBER.matcher(name.startsWith("[") ? name.substring(1) : name).replaceFirst("");
  }

  /**
   * Draws a file of stacks beside it, as SVG of the same name.
   *
   * @throws IOException if one cannot be read or the other not written
   */
  static void draw(Path stacks) throws IOException {
    String name = stacks.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Files.writeString(
        stacks.resolveSibling(name + ".svg"), new FlameGraph(Files.readAllLines(stacks)).svg(name));
  }

  private String svg(String title) {
    int rows = callees(all, 0, 0);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="monospace" \
        font-size="10">
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        <text x="8" y="24" font-size="15">%3$s</text>
        %4$s</svg>
        """
        .formatted(WIDTH, TOP + rows * ROW + 8, escaped(title), svg);
  }

  /**
   * Draws what a frame called.
   *
   * @return how many rows that takes
   */
  private int callees(Frame caller, double left, int row) {
    int rows = row;
    double x = left;
    for (Map.Entry<String, Frame> callee : caller.callees.entrySet()) {
      Frame frame = callee.getValue();
      double share = (double) frame.samples / all.samples;
      if (share >= LEAST) {
        box(callee.getKey(), share, x, row);
        rows = Math.max(rows, callees(frame, x, row + 1));
      }
      x += share * WIDTH;
    }
    return Math.max(rows, row);
  }

  private void box(String name, double share, double x, int row) {
    double width = share * WIDTH;
    int letters = (int) ((width - 4) / LETTER);
    String label = label(name);
    svg.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
            escaped(name),
            100 * share,
            x,
            TOP + row * ROW,
            Math.max(0.5, width - 0.5),
            ROW - 1,
            colour(name)));
    if (letters >= 3) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\">%s</text>",
              x + 2,
              TOP + row * ROW + 11,
              escaped(label.substring(0, Math.min(letters, label.length())))));
    }
    svg.append("</g>\n");
  }

  /** A method without its package. */
  private static String label(String name) {
    Matcher matcher = METHOD.matcher(name);
    return matcher.matches() ? matcher.group(1) + "." + matcher.group(2) : name;
  }

  /** Ours, libraries', the JDK's, and what is no Java. */
  private static String colour(String name) {
    if (name.startsWith("dev/swarmworker/")) {
      return "#8fc1e3";
    }
    if (name.startsWith("java/") || name.startsWith("jdk/") || name.startsWith("sun/")) {
      return "#d5e3c5";
    }
    return name.contains("/") ? "#f0dfa0" : "#e8b9a8";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
