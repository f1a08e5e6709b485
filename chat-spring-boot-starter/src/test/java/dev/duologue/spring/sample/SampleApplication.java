package dev.duologue.spring.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A small application whose users start chats: one controller, one page, and the starter. */
@SpringBootApplication
public class SampleApplication {

    /**
     * Starts it.
     *
     * @param arguments properties of Spring Boot, as {@code --server.port=8080}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(SampleApplication.class, arguments);
    }
}
