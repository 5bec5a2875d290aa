package dev.swarmworker.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SimpleDocTreeVisitor;
import com.sun.source.util.TreePathScanner;
import io.smallrye.config.ConfigMapping.NamingStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Javadoc of one source file as Markdown, by the JDK's own parser; nothing is compiled.
 *
 * @param texts by {@code Type} or {@code Type.method}, in the order of the source
 */
record Javadocs(Map<String, String> texts) {

  static Javadocs of(Class<?> type) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path source = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
      Reader reader = new Reader(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        reader.scan(unit, null);
      }
      return new Javadocs(reader.texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String of(String type) {
    return texts.getOrDefault(type, "");
  }

  String of(Method method) {
    return of(name(method));
  }

  Comparator<Method> inOrder() {
    List<String> names = List.copyOf(texts.keySet());
    return Comparator.comparing(method -> names.indexOf(name(method)));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static final class Reader extends TreePathScanner<Void, String> {

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final DocTrees trees;

    Reader(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, String outer) {
      note(type.getSimpleName().toString());
      return super.visitClass(type, type.getSimpleName().toString());
    }

    @Override
    public Void visitMethod(MethodTree method, String type) {
      note(type + "." + method.getName());
      return null;
    }

    private void note(String name) {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      texts.put(name, comment == null ? "" : Markdown.of(comment.getFullBody()));
    }
  }

  private static final class Markdown extends SimpleDocTreeVisitor<String, Void> {

    static String of(List<? extends DocTree> parts) {
      return parts.stream()
          .map(part -> part.accept(new Markdown(), null))
          .collect(Collectors.joining())
          .replaceAll("\\s+", " ")
          .strip();
    }

    @Override
    public String visitText(TextTree text, Void none) {
      return text.getBody();
    }

    @Override
    public String visitLiteral(LiteralTree literal, Void none) {
      return "`" + literal.getBody().getBody().strip() + "`";
    }

    /** Another key of the same group. */
    @Override
    public String visitLink(LinkTree link, Void none) {
      String name = link.getReference().getSignature().replaceAll(".*#|\\(.*", "");
      return "`" + NamingStrategy.KEBAB_CASE.apply(name) + "`";
    }

    @Override
    public String visitStartElement(StartElementTree element, Void none) {
      return " ";
    }

    @Override
    protected String defaultAction(DocTree other, Void none) {
      return other.toString();
    }
  }
}
