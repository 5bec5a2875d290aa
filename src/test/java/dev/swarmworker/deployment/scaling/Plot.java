package dev.swarmworker.deployment.scaling;

import java.util.Map;
import java.util.function.Function;

/** A day of several settings as SVG: workers above, tasks that nobody has begun below. */
final class Plot {

  private static final int WIDTH = 900;
  private static final int LANE = 220;
  private static final int LEFT = 60;
  private static final int TOP = 60;
  private static final int GAP = 50;
  private static final int STEP = 5;
  private static final String[] COLOURS = {"#0b6e4f", "#c1121f", "#3a6ea5", "#b08900"};

  private final StringBuilder svg = new StringBuilder();

  private Plot() {}

  static String of(Map<String, Course> courses) {
    Plot plot = new Plot();
    plot.add(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"12\">")
            .formatted(LEFT + WIDTH + 20, TOP + 2 * LANE + GAP + 40));
    plot.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    plot.legend(courses);
    plot.lane("workers", TOP, 20, courses, Course::workers);
    plot.lane("tasks not begun (cut at 5,000)", TOP + LANE + GAP, 5000, courses, Course::notBegun);
    plot.add("</svg>");
    return plot.svg.toString();
  }

  private void legend(Map<String, Course> courses) {
    int x = LEFT;
    int colour = 0;
    for (String name : courses.keySet()) {
      add(
          "<rect x=\"%d\" y=\"12\" width=\"14\" height=\"4\" fill=\"%s\"/>"
              .formatted(x, COLOURS[colour++]));
      add("<text x=\"%d\" y=\"18\">%s</text>".formatted(x + 20, name));
      x += 230;
    }
  }

  private void lane(
      String title,
      int top,
      int most,
      Map<String, Course> courses,
      Function<Course, int[]> values) {
    add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>".formatted(LEFT, top - 8, title));
    for (int part = 0; part <= 4; part++) {
      int y = top + LANE - part * LANE / 4;
      add("<path d=\"M%d %dH%d\" stroke=\"#ddd\"/>".formatted(LEFT, y, LEFT + WIDTH));
      add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>"
              .formatted(LEFT - 6, y + 4, most * part / 4));
    }
    for (int hour = 0; hour <= 24; hour += 3) {
      int x = LEFT + WIDTH * hour / 24;
      add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d h</text>"
              .formatted(x, top + LANE + 16, hour));
    }
    int colour = 0;
    for (Course course : courses.values()) {
      line(values.apply(course), top, most, COLOURS[colour++]);
    }
  }

  /** The greatest value of every few minutes. */
  private void line(int[] values, int top, int most, String colour) {
    StringBuilder path = new StringBuilder();
    for (int from = 0; from < values.length; from += STEP) {
      int value = 0;
      for (int i = from; i < from + STEP && i < values.length; i++) {
        value = Math.max(value, values[i]);
      }
      int x = LEFT + WIDTH * from / values.length;
      int y = top + LANE - LANE * Math.min(value, most) / most;
      path.append(path.isEmpty() ? 'M' : 'L').append(x).append(' ').append(y);
    }
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>"
            .formatted(path, colour));
  }

  private void add(String line) {
    svg.append(line).append('\n');
  }
}
