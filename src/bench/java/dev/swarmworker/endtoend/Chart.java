package dev.swarmworker.endtoend;

import java.util.List;
import java.util.Locale;

/** Pictures as SVG. */
final class Chart {

  private static final int WIDTH = 720;
  private static final int ROW = 34;
  private static final int LEFT = 150;
  private static final int RIGHT = 90;
  private static final int TOP = 48;

  private Chart() {}

  /** A bar of a chart. */
  record Bar(String name, double value) {}

  /** Bars from top to bottom in their order, the longest as wide as there is room. */
  static String bars(String title, List<Bar> bars) {
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    StringBuilder svg = new StringBuilder(head(title, TOP + ROW * bars.size() + 12));
    for (int i = 0; i < bars.size(); i++) {
      double share = bars.get(i).value() / most;
      svg.append(bar(bars.get(i), TOP + i * ROW, (int) (share * (WIDTH - LEFT - RIGHT))));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String head(String title, int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" \
        font-size="14" fill="#222222">
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        <text x="16" y="28" font-size="17">%3$s</text>
        """
        .formatted(WIDTH, height, escaped(title));
  }

  private static String bar(Bar bar, int y, int length) {
    return String.format(
        Locale.ROOT,
        """
        <text x="%d" y="%d" text-anchor="end">%s</text>
        <rect x="%d" y="%d" width="%d" height="22" fill="#2f6f9f"/>
        <text x="%d" y="%d">%,.0f</text>
        """,
        LEFT - 10,
        y + 17,
        escaped(bar.name()),
        LEFT,
        y,
        Math.max(1, length),
        LEFT + length + 8,
        y + 17,
        bar.value());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
