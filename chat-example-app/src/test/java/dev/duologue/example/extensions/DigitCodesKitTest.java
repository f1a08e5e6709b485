package dev.duologue.example.extensions;

import dev.duologue.spi.SecretCodes;
import dev.duologue.tck.SecretCodesTck;
import java.util.List;

/** What the kit asks of codes, asked of these. */
class DigitCodesKitTest extends SecretCodesTck {

    @Override
    protected SecretCodes newCodes() {
        return new DigitCodes();
    }

    @Override
    protected List<String> alsoTyped(String code) {
        return List.of(code.replace(" ", ""), code.replace(' ', '-') + " ");
    }
}
