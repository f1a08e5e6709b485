package dev.duologue.spring.sample;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Entry;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.StartedChat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** No web server, no page: two people who chat in one program. Starts, and tells what was read. */
public final class PlainApplication implements Supplier<String> {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Makes one. */
    public PlainApplication() {}

    @Override
    public String get() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties("duologue.base-url=https://chat.example/c", "logging.level.root=warn")
                .run()) {
            return chat(context.getBean(ChatService.class));
        }
    }

    private static String chat(ChatService chats) {
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        StartedChat started = chats.start("ABHI", "ANNY").join();
        Seat abhi = sit(chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                .join());
        sit(chats.enter(started.second().link(), started.second().secretCode(), new ChatListener() {
                    @Override
                    public void message(Seat seat, Message message) {
                        read.add(message.name() + ": " + message.text());
                    }
                })
                .join());
        abhi.send("HI").join();
        try {
            return String.valueOf(read.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Seat sit(Entry entry) {
        return ((Entry.Admitted) entry).seat();
    }
}
