package dev.duologue.example.extensions;

import dev.duologue.QrCode;
import dev.duologue.spi.QrCodes;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The default's drawing in another colour: dark on light still, or phones do not read it. */
final class InHouseColours implements QrCodes {

    private final QrCodes plain = QrCodes.svg();
    private final String colour;

    InHouseColours(String colour) {
        this.colour = colour;
    }

    @Override
    public QrCode draw(URI uri) {
        QrCode drawn = plain.draw(uri);
        String svg = new String(drawn.bytes(), StandardCharsets.UTF_8);
        String coloured = svg.replace("<path ", "<path fill=\"" + colour + "\" ");
        return new QrCode(drawn.mediaType(), coloured.getBytes(StandardCharsets.UTF_8));
    }
}
