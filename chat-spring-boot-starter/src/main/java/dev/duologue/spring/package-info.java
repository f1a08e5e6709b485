/**
 * Duologue in a Spring Boot application: the service, its endpoint and its parts, made from properties and from the
 * application's own beans. Applications see {@link dev.duologue.spring.DuologueProperties} and the customizers; the rest
 * is Spring's to call.
 */
@NullMarked
package dev.duologue.spring;

import org.jspecify.annotations.NullMarked;
