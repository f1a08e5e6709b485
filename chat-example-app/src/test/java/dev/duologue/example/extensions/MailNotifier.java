package dev.duologue.example.extensions;

import dev.duologue.Side;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes a mail to somebody who is waited for. The library knows no addresses: the application does, by chat. */
final class MailNotifier implements ChatNotifier {

    private final Map<String, Map<Side, String>> addresses = new ConcurrentHashMap<>();
    private final Mailer mailer;

    /** The application's way to send a mail; may take its time, as nobody waits for it. */
    interface Mailer {
        void send(String address, String subject, String text);
    }

    MailNotifier(Mailer mailer) {
        this.mailer = mailer;
    }

    /** Called where the application starts a chat. */
    void remember(String chatId, String addressOfFirst, String addressOfSecond) {
        addresses.put(chatId, Map.of(Side.FIRST, addressOfFirst, Side.SECOND, addressOfSecond));
    }

    @Override
    public void notify(ChatEvent event) {
        if (event instanceof ChatEvent.MessageWaiting waiting) {
            mail(waiting.chatId(), waiting.side());
        } else if (event instanceof ChatEvent.Ended ended) {
            addresses.remove(ended.chatId());
        }
    }

    /** No text and no link: a mail is read by others than the one it is for. */
    private void mail(String chatId, Side side) {
        String address = addresses.getOrDefault(chatId, Map.of()).get(side);
        if (address != null) {
            mailer.send(
                    address,
                    "Somebody wrote to you",
                    "A message waits in your chat. Open the link that you were given.");
        }
    }
}
