package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What no compiler looks at: the words in the sources. */
class SourceTest {

    private static final int MOST_LINES = 350;

    private static List<Path> sourcesIn(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void everyPublicTypeHasAFirstSentence() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(sourcesIn("src/main/java")));
            PublicTypes types = new PublicTypes(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                types.scan(unit, null);
            }
            assertThat(types.count).isPositive();
            assertThat(types.undocumented).isEmpty();
        }
    }

    private static final class PublicTypes extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final List<String> undocumented = new ArrayList<>();
        private int count;

        PublicTypes(DocTrees trees) {
            this.trees = trees;
        }

        /** Does not go into a type that is not public: what is in it is hidden too. */
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            Tree outer = getCurrentPath().getParentPath().getLeaf();
            boolean open =
                    type.getModifiers().getFlags().contains(Modifier.PUBLIC) || outer.getKind() == Tree.Kind.INTERFACE;
            if (!open) {
                return null;
            }
            count++;
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment == null || !isSentence(comment.getFirstSentence().toString())) {
                undocumented.add(getCurrentPath().getCompilationUnit().getPackageName() + "." + type.getSimpleName());
            }
            return super.visitClass(type, nothing);
        }

        private static boolean isSentence(String text) {
            return text.strip().contains(" ");
        }
    }

    @Test
    void noFileIsTooLongToRead() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String directory : List.of("src/main/java", "src/test/java")) {
            for (Path file : sourcesIn(directory)) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES) {
                    tooLong.add(file + " has " + lines + " lines");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }
}
