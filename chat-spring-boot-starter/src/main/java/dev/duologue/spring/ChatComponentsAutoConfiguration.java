package dev.duologue.spring;

import dev.duologue.websocket.ChatWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The elements and modules for browsers under {@code /duologue/}, in an application with Spring MVC. */
@AutoConfiguration(after = ChatWebSocketAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnBean(ChatWebSocket.class)
@ConditionalOnBooleanProperty(name = "duologue.components.enabled", matchIfMissing = true)
public final class ChatComponentsAutoConfiguration implements WebMvcConfigurer {

    private final Map<String, String> etags = new ConcurrentHashMap<>();

    ChatComponentsAutoConfiguration() {}

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/duologue/**")
                .addResourceLocations("classpath:/META-INF/resources/duologue/")
                .setCacheControl(CacheControl.noCache())
                // Files of a jar that is built reproducibly bear one time through all versions: a browser would keep
                // the old ones.
                .setUseLastModified(false)
                .setEtagGenerator(this::etag);
    }

    private String etag(Resource file) {
        try {
            return etags.computeIfAbsent(file.getURL().toString(), url -> digest(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Resource file) {
        try {
            return DigestUtils.md5DigestAsHex(file.getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
