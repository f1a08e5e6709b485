package dev.duologue.containers.start;

import dev.duologue.ChatService;
import dev.duologue.InvalidNamesException;
import dev.duologue.Invitation;
import dev.duologue.StartedChat;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** Starts a chat of two, and tells what to give to whom. */
@WebServlet("/chats")
public final class ChatStart extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ChatService chats = (ChatService) getServletContext().getAttribute(ChatService.class.getName());
        String first = Objects.requireNonNullElse(request.getParameter("first"), "");
        String second = Objects.requireNonNullElse(request.getParameter("second"), "");
        response.setContentType("text/plain; charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        try {
            StartedChat started = chats.start(first, second).join();
            for (Invitation invitation : List.of(started.first(), started.second())) {
                response.getWriter()
                        .println(invitation.name() + " opens " + invitation.shortUrl() + " and types "
                                + invitation.secretCode());
            }
        } catch (CompletionException e) {
            response.sendError(e.getCause() instanceof InvalidNamesException ? 422 : 503);
        }
    }
}
