package dev.duologue;

/** What names and texts have in common. */
final class TextForm {

    private TextForm() {}

    /** Whether a surrogate stands without its other half, so that there is no UTF-8 for the text. */
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
