package dev.duologue.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.glassfish.grizzly.http.server.Response;

/**
 * The pages and the browser client, read and compressed once at the start: a request finds them in memory or not at all.
 *
 * <p>Pages refer to scripts below {@code /v/<hash of them all>/}, where a browser may keep them for ever: what changes has
 * another address. Modules refer to each other by relative addresses, and so stay below it. All files are there under plain
 * addresses too, for others to embed, and are not kept then.
 *
 * <p>A page names all its modules at once, and holds its style sheets in itself: they are small, and on a slow line each
 * round trip counts. It is there in each language, as its first words come before its scripts.
 */
final class StaticFiles {

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "ts", "text/plain; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    /** Half a year and more is "for ever" to browsers; a year is what they advise to say (RFC 9111, section 5.2.2.1). */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final int HASH_DIGITS = 16;

    private static final String CHAT_PAGE = "/pages/chat.html";

    private static final Pattern ADDRESS_IN_PAGE = Pattern.compile("(?<=(?:href|src)=\")(?=/(?:pages|duologue)/)");
    private static final Pattern STYLE_IN_PAGE =
            Pattern.compile("(?m)^( *)<link rel=\"stylesheet\" href=\"(/[^\"]+)\">");
    private static final Pattern MODULE_IN_PAGE =
            Pattern.compile("(?m)^( *)<script type=\"module\" src=\"/v/[0-9a-f]+(/[^\"]+)\"></script>");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import|export)\\b[^'\"(]*?['\"](\\.{1,2}/[^'\"]+)['\"];");
    private static final Pattern LATER_IMPORT = Pattern.compile("\\bimport\\('(\\.{1,2}/[^']+)'\\)");

    /** A file to serve. */
    static final class File {

        private final String mediaType;
        private final byte[] bytes;
        private final byte[] compressed;
        private final Map<String, String> headers;

        private File(String mediaType, byte[] bytes, byte[] compressed, Map<String, String> headers) {
            this.mediaType = mediaType;
            this.bytes = bytes;
            this.compressed = compressed;
            this.headers = headers;
        }

        static File of(String mediaType, byte[] bytes) {
            return new File(mediaType, bytes, gzip(bytes), Map.of());
        }

        private File with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new File(mediaType, bytes, compressed, Map.copyOf(more));
        }

        private String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Gives the file as the answer; compressed where that is understood and smaller. */
        void serve(Exchange exchange, Response response) {
            response.setHeader("Vary", "Accept-Encoding");
            headers.forEach(response::setHeader);
            boolean small = compressed.length < bytes.length && takesGzip(exchange.header("Accept-Encoding"));
            if (small) {
                response.setHeader("Content-Encoding", "gzip");
            }
            exchange.answer(200, mediaType, small ? compressed : bytes);
        }
    }

    private final Map<String, File> files = new HashMap<>();
    /** By address, then by language. */
    private final Map<String, Map<String, File>> pages = new HashMap<>();

    private Catalogues catalogues = new Catalogues(Map.of());

    private StaticFiles() {}

    /**
     * Reads all files.
     *
     * @param frameAncestors origins whose pages may show the chat page in a frame
     */
    static StaticFiles load(List<String> frameAncestors) throws IOException {
        StaticFiles loaded = new StaticFiles();
        loaded.addAll("/pages/", "pages/index.html");
        loaded.addAll("/duologue/", "META-INF/resources/duologue/chat-client.js");
        loaded.keepForEver(frameAncestors);
        loaded.alias("/", "/pages/index.html");
        loaded.alias("/c", CHAT_PAGE);
        loaded.alias("/components", "/pages/components.html");
        loaded.alias("/components/host", "/pages/host.html");
        loaded.files.put("/favicon.ico", Objects.requireNonNull(loaded.files.get("/pages/favicon.svg")));
        return loaded;
    }

    /**
     * The file at an address; a page in its reader's language.
     *
     * @param query of the address, empty if there is none
     * @param languages the header {@code Accept-Language}, empty if there is none
     */
    Optional<File> find(String path, String query, String languages) {
        Map<String, File> page = pages.get(path);
        return Optional.ofNullable(page == null ? files.get(path) : page.get(catalogues.choose(query, languages)));
    }

    private void alias(String path, String page) {
        pages.put(path, Objects.requireNonNull(pages.get(page), page));
    }

    // Kept for ever

    private void keepForEver(List<String> frameAncestors) {
        String root = "/v/" + hash();
        Map<String, File> plain = Map.copyOf(files);
        catalogues = new Catalogues(plain.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text())));
        plain.forEach((path, file) -> {
            if (path.endsWith(".html")) {
                List<String> ancestors = path.equals(CHAT_PAGE) ? frameAncestors : List.of();
                pages.put(
                        path,
                        catalogues.languages().stream()
                                .collect(Collectors.toMap(
                                        language -> language, language -> page(file, root, ancestors, language))));
            } else {
                files.put(root + path, file.with("Cache-Control", FOR_EVER));
            }
        });
    }

    /** Of everything: one hash keeps the relative addresses of modules, and they change together anyway. */
    private String hash() {
        MessageDigest digest = sha256();
        new TreeMap<>(files).forEach((path, file) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update(file.bytes);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The page with its styles in it, addresses below the root, and all modules named: a browser fetches them at once. */
    private File page(File page, String root, List<String> frameAncestors, String language) {
        List<String> styles = new ArrayList<>();
        // The elements on any page speak the reader's language.
        String written = Catalogues.serves(page.text()) ? language : Catalogues.DEFAULT;
        String spoken = catalogues.speak(page.text(), written);
        String styled = STYLE_IN_PAGE.matcher(spoken).replaceAll(found -> {
            styles.add(text(found.group(2)));
            return Matcher.quoteReplacement(found.group(1) + "<style>" + text(found.group(2)) + "</style>");
        });
        Set<String> named = new LinkedHashSet<>();
        Matcher script = MODULE_IN_PAGE.matcher(ADDRESS_IN_PAGE.matcher(styled).replaceAll(root));
        String html = script.replaceAll(found -> modules(found.group(2), language).stream()
                .filter(named::add)
                .map(module -> found.group(1) + "<link rel=\"modulepreload\" href=\"" + root + module + "\">\n")
                .collect(Collectors.joining("", "", found.group())));
        // In a frame of another site a browser refuses, and complains.
        String focused = frameAncestors.isEmpty() ? html : html.replace(" autofocus", "");
        return File.of(page.mediaType, focused.getBytes(StandardCharsets.UTF_8))
                .with("Content-Language", written)
                .with("Vary", "Accept-Encoding, Accept-Language")
                .with("Content-Security-Policy", SecurityHeaders.contentSecurityPolicy(styles, frameAncestors));
    }

    private String text(String path) {
        return Objects.requireNonNull(files.get(path), path).text();
    }

    /** A module, what it imports, and what that imports: what is wanted at once before what is wanted later. */
    private Set<String> modules(String entry, String language) {
        Set<String> modules = new LinkedHashSet<>();
        collect(entry, modules);
        if (modules.contains(Catalogues.addressOf(Catalogues.DEFAULT))) {
            modules.add(Catalogues.addressOf(language));
        }
        for (String module : List.copyOf(modules)) {
            imports(LATER_IMPORT, module).forEach(later -> collect(later, modules));
        }
        return modules;
    }

    private void collect(String module, Set<String> modules) {
        if (modules.add(module)) {
            imports(IMPORT, module).forEach(imported -> collect(imported, modules));
        }
    }

    private Stream<String> imports(Pattern kind, String module) {
        File file = Objects.requireNonNull(files.get(module), module);
        return kind.matcher(file.text())
                .results()
                .map(found -> URI.create(module).resolve(found.group(1)).getPath());
    }

    // Compressed

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return compressed.toByteArray();
    }

    /** RFC 9110, section 12.5.3; what is not clearly wanted is left out. */
    private static boolean takesGzip(String accepted) {
        for (String coding : accepted.split(",", -1)) {
            String[] parts = coding.split(";", 2);
            boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0{0,3})?");
            if (parts[0].strip().equalsIgnoreCase("gzip") && !refused) {
                return true;
            }
        }
        return false;
    }

    // Read

    /** Adds all files that stand beside a known one, which may be in a folder or in a jar. */
    private void addAll(String prefix, String known) throws IOException {
        URL url = Objects.requireNonNull(StaticFiles.class.getClassLoader().getResource(known), known);
        try {
            URI uri = url.toURI();
            if (!"jar".equals(uri.getScheme())) {
                addFolder(prefix, Objects.requireNonNull(Path.of(uri).getParent()));
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                addFolder(prefix, Objects.requireNonNull(jar.getPath(known).getParent()));
            }
        } catch (URISyntaxException e) {
            throw new IOException("the pages cannot be found", e);
        }
    }

    private void addFolder(String prefix, Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
                if (mediaType != null) {
                    files.put(prefix + name, File.of(mediaType, Files.readAllBytes(path)));
                }
            }
        }
    }
}
