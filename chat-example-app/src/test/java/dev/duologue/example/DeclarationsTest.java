package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs the TypeScript compiler over all scripts, in the browser. What it makes of them is left in
 * {@code target/declarations}: copy that beside the modules when they change.
 */
@DisplayName("The types of the scripts")
@Tag("slow")
class DeclarationsTest {

    private static final String TYPESCRIPT = "/META-INF/resources/webjars/typescript/5.9.3/lib/";
    private static final Path ELEMENTS =
            Path.of("..", "chat-websocket", "src", "main", "resources", "META-INF", "resources", "duologue");
    private static final Path PAGES = Path.of("src", "main", "resources", "pages");
    private static final Path MADE = Path.of("target", "declarations");
    private static final Pattern REFERENCE = Pattern.compile("/// <reference lib=\"([^\"]+)\" ?/>");

    /** With the JavaScript of the browsers that docs/components.md promises to run in, and nothing newer. */
    private static final String COMPILE = "files => {"
            + " const made = {};"
            + " const host = {"
            + "   fileExists: name => name in files, readFile: name => files[name],"
            + "   getSourceFile: (name, target) => name in files ? ts.createSourceFile(name, files[name], target) : undefined,"
            + "   getDefaultLibFileName: () => '/lib/lib.d.ts', getDefaultLibLocation: () => '/lib',"
            + "   writeFile: (name, text) => { made[name.slice('/made/'.length)] = text; },"
            + "   getCurrentDirectory: () => '/', getCanonicalFileName: name => name, getNewLine: () => '\\n',"
            + "   useCaseSensitiveFileNames: () => true, directoryExists: () => true, getDirectories: () => []"
            + " };"
            + " const program = ts.createProgram(Object.keys(files).filter(name => name.endsWith('.js')), {"
            + "   allowJs: true, checkJs: true, strict: true, declaration: true, emitDeclarationOnly: true,"
            + "   target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, types: [], rootDir: '/', outDir: '/made',"
            + "   moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts']"
            + " }, host);"
            + " const wrong = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) =>"
            + "   `${file?.fileName} ${file?.getLineAndCharacterOfPosition(start).line + 1}: "
            + "${ts.flattenDiagnosticMessageText(messageText, ' ')}`);"
            + " program.emit();"
            + " return { made, wrong }; }";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("hold, and the declarations beside the modules are those of the code")
    void declarations() throws Exception {
        Map<String, String> files = new TreeMap<>();
        addScripts(files, "/duologue/", ELEMENTS);
        addScripts(files, "/pages/", PAGES);
        for (String library : List.of("es2022", "dom", "dom.iterable")) {
            addLibrary(files, library);
        }
        Page page = stage.person().page();
        page.evaluate(resource("typescript.js"));
        @SuppressWarnings("unchecked")
        Map<String, Object> answer = (Map<String, Object>) page.evaluate(COMPILE, files);
        assertThat(answer.get("wrong")).isEqualTo(List.of());

        @SuppressWarnings("unchecked")
        Map<String, String> made = new TreeMap<>((Map<String, String>) answer.get("made"));
        // Catalogues are all of one type, which words.d.ts has: a new language is one file.
        made.keySet().removeIf(name -> !name.startsWith("duologue/") || name.startsWith("duologue/words/"));
        Map<String, String> beside = new TreeMap<>();
        for (Path file : files(ELEMENTS, ".d.ts")) {
            beside.put("duologue/" + nameOf(ELEMENTS, file), Files.readString(file));
        }
        for (Map.Entry<String, String> declaration : made.entrySet()) {
            Path file = MADE.resolve(declaration.getKey());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, declaration.getValue());
        }
        assertThat(beside).isEqualTo(made);
    }

    private static void addScripts(Map<String, String> files, String prefix, Path folder) throws IOException {
        for (Path file : files(folder, ".js")) {
            files.put(prefix + nameOf(folder, file), Files.readString(file));
        }
    }

    private static void addLibrary(Map<String, String> files, String library) throws IOException {
        String name = "lib." + library + ".d.ts";
        if (files.containsKey("/lib/" + name)) {
            return;
        }
        String text = resource(name);
        files.put("/lib/" + name, text);
        for (var found : REFERENCE.matcher(text).results().toList()) {
            addLibrary(files, found.group(1));
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static String nameOf(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(DeclarationsTest.class.getResourceAsStream(TYPESCRIPT + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
