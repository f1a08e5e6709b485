package dev.duologue.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class QrMasksProperties {

    /** The longest that version 11 takes at level M. */
    private static final int MOST_BYTES = 251;

    @Property(tries = 3_000)
    void the_mask_is_the_one_that_zxing_chooses(
            @ForAll @StringLength(min = 1, max = MOST_BYTES) @CharRange(from = ' ', to = '~') String text)
            throws WriterException {
        ByteMatrix first =
                encode(text, Map.of(EncodeHintType.QR_MASK_PATTERN, 0)).getMatrix();

        assertThat(QrMasks.isFor(first)).isTrue();
        assertThat(QrMasks.preferred(first, mask -> withMask(text, mask)))
                .isEqualTo(encode(text, Map.of()).getMaskPattern());
    }

    @Example
    void a_row_of_more_modules_than_a_long_has_bits_is_left_to_zxing() {
        assertThat(QrMasks.isFor(withMask("x".repeat(MOST_BYTES), 0))).isTrue();
        assertThat(QrMasks.isFor(withMask("x".repeat(MOST_BYTES + 1), 0))).isFalse();
    }

    private static ByteMatrix withMask(String text, int mask) {
        try {
            return encode(text, Map.of(EncodeHintType.QR_MASK_PATTERN, mask)).getMatrix();
        } catch (WriterException e) {
            throw new AssertionError(e);
        }
    }

    private static QRCode encode(String text, Map<EncodeHintType, ?> hints) throws WriterException {
        return Encoder.encode(text, ErrorCorrectionLevel.M, hints);
    }
}
