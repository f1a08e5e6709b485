package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The catalogues of a server")
class CataloguesTest {

    private final Catalogues catalogues = new Catalogues(Map.of(
            "/duologue/words/en.js", catalogue("ltr", "Hello"),
            "/duologue/words/pt-BR.js", catalogue("ltr", "Oi"),
            "/duologue/words/zh.js", catalogue("ltr", "\u4f60\u597d"),
            "/duologue/words/zh-Hant.js", catalogue("ltr", "\u59b3\u597d"),
            "/duologue/words/fa.js", catalogue("rtl", "Duologue")));

    private static String catalogue(String direction, String title) {
        return "export default ({\n  'language.direction': '" + direction + "',\n  'start.title': '" + title
                + "',\n});\n";
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "'', 'pt-BR,pt;q=0.9', pt-BR",
        "lang=pt-br, '', pt-BR",
        "'', 'pt-PT,pt;q=0.9', en",
        "lang=zh-Hant-TW, '', zh-Hant",
        "lang=zh-CN, '', zh",
        "lang=zhh, '', en"
    })
    @DisplayName("are chosen by the whole tag of a language, then by less of it")
    void tags(String query, String accepted, String language) {
        assertThat(catalogues.choose(query, accepted)).isEqualTo(language);
    }

    @Test
    @DisplayName("are not chosen by a header that is longer than a browser's")
    void longHeader() {
        assertThat(catalogues.choose("", "fa" + ", pt-BR;q=0.5".repeat(70))).isEqualTo("fa");
        assertThat(catalogues.choose("", "fa" + ", pt-BR;q=0.5".repeat(80))).isEqualTo("en");
    }

    @Test
    @DisplayName("may have a long sentence on a line of its own, in either quotes")
    void lines() {
        Catalogues longer = new Catalogues(
                Map.of(
                        "/duologue/words/en.js",
                        "export default ({\n  'page.late':\n    'It\\'s late.',\n  'page.no-script':\n    \"It's off.\",\n});\n"));
        assertThat(longer.speak("<p data-words=\"page.late\"></p><p data-words=\"page.no-script\"></p>", "en"))
                .contains(">It's late.</p>")
                .contains(">It's off.</p>");
    }

    @Test
    @DisplayName("tell themselves how they are written, whatever their sentences begin with")
    void direction() {
        String page = "<html lang=\"en\"><h1 data-words=\"start.title\"></h1></html>";
        assertThat(catalogues.speak(page, "fa"))
                .isEqualTo("<html lang=\"fa\" dir=\"rtl\"><h1 data-words=\"start.title\">Duologue</h1></html>");
    }
}
