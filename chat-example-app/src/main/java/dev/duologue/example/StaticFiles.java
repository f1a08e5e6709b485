package dev.duologue.example;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages and the browser client, read once at the start: a request finds them in memory or not at all. */
final class StaticFiles {

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    /** A file to serve. */
    static final class File {

        private final String mediaType;
        private final byte[] bytes;

        File(String mediaType, byte[] bytes) {
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        /** Gives the file as the answer. */
        void serve(Exchange exchange) {
            exchange.answer(200, mediaType, bytes);
        }
    }

    private final Map<String, File> files = new HashMap<>();

    private StaticFiles() {}

    static StaticFiles load() throws IOException {
        StaticFiles loaded = new StaticFiles();
        loaded.addAll("/pages/", "pages/index.html");
        loaded.addAll("/duologue/", "META-INF/resources/duologue/chat-client.js");
        loaded.alias("/", "/pages/index.html");
        loaded.alias("/c", "/pages/chat.html");
        loaded.alias("/favicon.ico", "/pages/favicon.svg");
        return loaded;
    }

    Optional<File> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private void alias(String path, String file) {
        files.put(path, Objects.requireNonNull(files.get(file), file));
    }

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
            List<Path> paths = found.filter(Files::isRegularFile).collect(Collectors.toList());
            for (Path path : paths) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
                if (mediaType != null) {
                    files.put(prefix + name, new File(mediaType, Files.readAllBytes(path)));
                }
            }
        }
    }
}
