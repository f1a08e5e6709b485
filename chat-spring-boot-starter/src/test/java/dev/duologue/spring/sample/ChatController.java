package dev.duologue.spring.sample;

import dev.duologue.ChatService;
import dev.duologue.Invitation;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ChatController {

    private final ChatService chats;

    ChatController(ChatService chats) {
        this.chats = chats;
    }

    @PostMapping("/chats")
    @ResponseStatus(HttpStatus.CREATED)
    CompletableFuture<List<Given>> start(@RequestBody Names names) {
        return chats.start(names.first(), names.second())
                .thenApply(started -> List.of(Given.of(started.first()), Given.of(started.second())));
    }

    record Names(String first, String second) {}

    record Given(String name, URI shortUrl, String secretCode) {

        static Given of(Invitation invitation) {
            return new Given(invitation.name(), invitation.shortUrl(), invitation.secretCode());
        }
    }
}
