package dev.duologue.tck;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import dev.duologue.QrCode;
import dev.duologue.spi.QrCodes;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;

class SvgQrCodesTest extends QrCodesTck {

    @Override
    protected QrCodes newQrCodes() {
        return QrCodes.svg();
    }

    @Override
    protected BufferedImage image(QrCode code) {
        SVGDocument svg =
                new SVGLoader().load(new ByteArrayInputStream(code.bytes()), null, LoaderContext.createDefault());
        int size = Math.round(svg.viewBox().width) * 8;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        svg.render(null, graphics, new ViewBox(0, 0, size, size));
        graphics.dispose();
        return image;
    }
}
