package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The surface that applications compile against, kept in {@code public-api.txt}: a change of it is seen in review. With
 * {@code -Dsignalbox.api.accept=true} the file is written anew.
 */
class ApiSurfaceTest {

    /** What an application imports; {@code text} and {@code cli} are the command line's own. */
    private static final Set<String> EXPORTED = Stream.of(
                    "",
                    ".session",
                    ".identity",
                    ".migration",
                    ".hibernate",
                    ".jdbc",
                    ".sqlite",
                    ".integration.spring",
                    ".integration.jakarta",
                    ".integration.tomcat",
                    ".integration.jetty")
            .map("io.signalbox"::concat)
            .collect(Collectors.toSet());

    private static final Path AGREED = Path.of("src/test/resources/public-api.txt");
    private static final Pattern QUALIFIER = Pattern.compile("\\b[a-z]\\w*(\\.[a-z]\\w*)*\\.");

    @Test
    void thePublicSurfaceIsTheOneThatWasAgreedOn() throws Exception {
        List<String> present = surface();
        if (Boolean.getBoolean("signalbox.api.accept")) {
            Files.write(AGREED, present);
        }
        List<String> agreed = Files.readAllLines(AGREED);
        assertThat(Stream.concat(linesOf("- ", agreed, present), linesOf("+ ", present, agreed)))
                .as(
                        "the public surface, - is gone, + is new. If it is meant to change,"
                                + " mvn test -Dtest=ApiSurfaceTest -Dsignalbox.api.accept=true writes it to %s",
                        AGREED)
                .isEmpty();
        assertThat(agreed).isSorted().doesNotHaveDuplicates();
    }

    private static Stream<String> linesOf(String sign, List<String> some, List<String> others) {
        return some.stream().filter(line -> !others.contains(line)).map(sign::concat);
    }

    /** A line for each type and for each member, with its type, so that a difference speaks for itself. */
    private static List<String> surface() throws URISyntaxException, IOException {
        Path main = Path.of(Database.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(main)) {
            return files.map(file -> main.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replaceAll("[/\\\\]", "."))
                    .map(ApiSurfaceTest::loaded)
                    .filter(type -> EXPORTED.contains(type.getPackageName()) && isExported(type))
                    .flatMap(ApiSurfaceTest::linesOf)
                    .sorted()
                    .toList();
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, ApiSurfaceTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isExported(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.isAnonymousClass()
                && (type.getEnclosingClass() == null || isExported(type.getEnclosingClass()));
    }

    private static Stream<String> linesOf(Class<?> type) {
        String name = type.getTypeName().replace('$', '.');
        Stream<String> members = declarers(type)
                .flatMap(declarer -> Stream.of(
                                declarer.getDeclaredFields(),
                                declarer.getDeclaredMethods(),
                                declarer == type ? type.getDeclaredConstructors() : new Member[0])
                        .flatMap(Arrays::stream))
                .filter(member -> isExported(type, member))
                .map(member -> name + " | " + lineOf(member))
                .distinct();
        return Stream.concat(Stream.of(name + " = " + headOf(type)), members);
    }

    /** A type, and the superclasses that nobody sees but through it. */
    private static Stream<Class<?>> declarers(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent == null || Modifier.isPublic(parent.getModifiers())
                ? Stream.of(type)
                : Stream.concat(Stream.of(type), declarers(parent));
    }

    private static boolean isExported(Class<?> type, Member member) {
        boolean forSubclasses = Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        return !member.isSynthetic()
                && (Modifier.isPublic(member.getModifiers()) || forSubclasses)
                && !(type.isRecord() && Set.of("equals", "hashCode", "toString").contains(member.getName()))
                && !(type.isEnum() && Set.of("values", "valueOf").contains(member.getName()));
    }

    private static String headOf(Class<?> type) {
        String kind = type.isInterface() ? "interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
        int shown = kind.equals("class") ? Modifier.FINAL | Modifier.ABSTRACT : 0;
        Type[] parents = Stream.concat(
                        Stream.ofNullable(kind.equals("class") ? type.getGenericSuperclass() : null)
                                .filter(parent -> parent != Object.class),
                        Arrays.stream(type.getGenericInterfaces()))
                .toArray(Type[]::new);
        return words(
                Modifier.toString(type.getModifiers() & shown),
                type.isSealed() ? "sealed" : "",
                kind,
                list(": ", parents, ""));
    }

    private static String lineOf(Member member) {
        String modifiers =
                Modifier.toString(member.getModifiers() & (Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT));
        if (member instanceof Field field) {
            return words(modifiers, simple(field.getGenericType()), field.getName());
        }
        Executable executable = (Executable) member;
        String result = executable instanceof Method method ? simple(method.getGenericReturnType()) : "";
        String name = executable instanceof Constructor ? "new" : executable.getName();
        Type[] parameters = executable.getGenericParameterTypes();
        return words(
                modifiers,
                result,
                name + (parameters.length == 0 ? "()" : list("(", parameters, ")")),
                list("throws ", executable.getGenericExceptionTypes(), ""));
    }

    private static String list(String before, Type[] types, String after) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(ApiSurfaceTest::simple).collect(Collectors.joining(", ", before, after));
    }

    private static String simple(Type type) {
        return QUALIFIER.matcher(type.getTypeName().replace('$', '.')).replaceAll("");
    }

    private static String words(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }
}
