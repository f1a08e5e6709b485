package dev.duologue.tck.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duologue.ChatService;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The small kits are tested by parts that are broken on purpose: each must fail the tests that say so, and no other. */
@Tag("slow")
@DisplayName("The small kits")
class SmallKitsTest {

    static Stream<Arguments> faults() {
        return Stream.of(
                of(SmallFaults.HashingKit.class, "ids have other characters", "an_id_is_1_to_32_letters_and_digits"),
                of(SmallFaults.HashingKit.class, "ids are counted on each node", "ids_are_random"),
                of(SmallFaults.HashingKit.class, "digests are bytes", "a_digest_is_printable_ascii"),
                of(
                        SmallFaults.HashingKit.class,
                        "digests are salted",
                        "calls_at_once_give_the_same_digests",
                        "only_the_right_secret_matches",
                        "the_same_arguments_give_the_same_digest"),
                of(
                        SmallFaults.HashingKit.class,
                        "only the beginning counts",
                        "only_the_right_secret_matches",
                        "other_secrets_have_other_digests"),
                of(
                        SmallFaults.HashingKit.class,
                        "letters are folded",
                        "only_the_right_secret_matches",
                        "other_secrets_have_other_digests"),
                of(
                        SmallFaults.HashingKit.class,
                        "the domain does not count",
                        "only_the_right_secret_matches",
                        "other_domains_have_other_digests"),
                of(
                        SmallFaults.HashingKit.class,
                        "domain and secret are joined",
                        "domains_and_secrets_do_not_run_together"),
                of(SmallFaults.HashingKit.class, "the key does not matter", "another_key_gives_other_digests"),
                of(
                        SmallFaults.HashingKit.class,
                        "all secrets match",
                        "another_key_gives_other_digests",
                        "only_the_right_secret_matches"),
                of(
                        SmallFaults.HashingKit.class,
                        "one buffer serves all threads",
                        "calls_at_once_give_the_same_digests"),
                of(
                        SmallFaults.SecretCodesKit.class,
                        "codes are no codes",
                        "a_generated_code_is_a_code",
                        "another_code_does_not_match",
                        "calls_at_once_give_codes_of_their_own",
                        "codes_are_random",
                        "the_right_code_matches",
                        "what_has_no_stored_digest_does_not_match"),
                of(SmallFaults.SecretCodesKit.class, "only the form for people is read", "a_generated_code_is_a_code"),
                of(
                        SmallFaults.SecretCodesKit.class,
                        "codes are few",
                        "calls_at_once_give_codes_of_their_own",
                        "codes_are_random"),
                of(SmallFaults.SecretCodesKit.class, "nothing is a code", "nothing_is_no_code"),
                of(SmallFaults.SecretCodesKit.class, "long texts throw", "anything_typed_has_an_answer"),
                of(SmallFaults.SecretCodesKit.class, "what cannot be a code is null", "anything_typed_has_an_answer"),
                of(SmallFaults.SecretCodesKit.class, "the right code does not match", "the_right_code_matches"),
                of(
                        SmallFaults.SecretCodesKit.class,
                        "any code matches",
                        "another_code_does_not_match",
                        "what_has_no_stored_digest_does_not_match"),
                of(SmallFaults.SecretCodesKit.class, "the form is another one", "the_form_is_that_of_the_codes"),
                of(
                        SmallFaults.SecretCodesKit.class,
                        "one buffer serves all threads",
                        "calls_at_once_give_codes_of_their_own"),
                of(SmallFaults.ShortUrlsKit.class, "has no host", "a_short_url_can_be_opened_from_anywhere"),
                of(SmallFaults.ShortUrlsKit.class, "tokens are cut", "a_short_url_leads_to_its_token"),
                of(
                        SmallFaults.ShortUrlsKit.class,
                        "letters are folded",
                        "each_token_has_a_url_of_its_own",
                        "a_short_url_leads_to_its_token",
                        "the_same_token_again_leads_there_again",
                        "calls_at_once_are_answered_each_with_its_own"),
                of(
                        SmallFaults.ShortUrlsKit.class,
                        "the token is in the query",
                        "the_token_is_in_neither_path_nor_query"),
                of(
                        SmallFaults.ShortUrlsKit.class,
                        "the same token again is refused",
                        "the_same_token_again_leads_there_again"),
                of(
                        SmallFaults.ShortUrlsKit.class,
                        "one buffer serves all threads",
                        "calls_at_once_are_answered_each_with_its_own"),
                of(
                        SmallFaults.QrCodesKit.class,
                        "the fragment is left out",
                        "a_phone_reads_the_uri",
                        "calls_at_once_draw_each_its_own",
                        "what_is_too_long_is_refused_without_telling_it"),
                of(
                        SmallFaults.QrCodesKit.class,
                        "the quiet zone is cut off",
                        "the_code_is_dark_with_a_light_zone_around"),
                of(
                        SmallFaults.QrCodesKit.class,
                        "light on dark",
                        "a_phone_reads_the_uri",
                        "calls_at_once_draw_each_its_own",
                        "the_code_is_dark_with_a_light_zone_around"),
                of(SmallFaults.QrCodesKit.class, "the media type is no image's", "the_media_type_is_one_of_images"),
                of(
                        SmallFaults.QrCodesKit.class,
                        "what is too long is told",
                        "what_is_too_long_is_refused_without_telling_it"),
                of(
                        SmallFaults.QrCodesKit.class,
                        "what is too long is cut",
                        "what_is_too_long_is_refused_without_telling_it"),
                of(SmallFaults.QrCodesKit.class, "one buffer serves all threads", "calls_at_once_draw_each_its_own"),
                of(SmallFaults.ChatNotifierKit.class, "some endings are not foreseen", "each_event_is_taken"),
                of(
                        SmallFaults.ChatNotifierKit.class,
                        "the first event has to come first",
                        "each_event_may_be_the_only_one",
                        "events_may_come_in_another_order"),
                of(
                        SmallFaults.ChatNotifierKit.class,
                        "nothing may come after the end",
                        "events_may_come_at_once",
                        "events_may_come_in_another_order"),
                of(SmallFaults.ChatNotifierKit.class, "two at once are too many", "events_may_come_at_once"),
                of(
                        SmallFaults.TimeoutsKit.class,
                        "only known people have clocks",
                        "any_two_people_have_clocks",
                        "calls_at_once_are_answered"),
                of(
                        SmallFaults.TimeoutsKit.class,
                        "the first chat has no clocks",
                        "a_chat_starts_with_them",
                        "any_two_people_have_clocks",
                        "calls_at_once_are_answered"),
                of(
                        SmallFaults.TimeoutsKit.class,
                        "a map that is not for several threads",
                        "calls_at_once_are_answered"),
                of(SmallFaults.AttemptPolicyKit.class, "the waits are random", "the_table_is_the_same_on_each_node"),
                of(
                        SmallFaults.AttemptPolicyKit.class,
                        "each node has fewer attempts than the one before",
                        "after_the_last_attempt_the_invitation_is_locked",
                        "the_right_code_gets_in_by_the_last_attempt",
                        "the_table_is_the_same_on_each_node"),
                of(
                        SmallFaults.AttemptPolicyKit.class,
                        "each node has more attempts than the one before",
                        "the_right_code_gets_in_by_the_last_attempt",
                        "the_table_is_the_same_on_each_node"),
                of(SmallFaults.InstrumentationKit.class, "no chat is begun", "a_chat_goes_on_as_without_it"),
                of(SmallFaults.InstrumentationKit.class, "failures are hidden", "failures_of_the_store_are_passed_on"),
                of(SmallFaults.InstrumentationKit.class, "the store stays open", "closing_is_passed_on"),
                of(SmallFaults.InstrumentationKit.class, "nothing is given back", "limits_are_passed_on"),
                of(SmallFaults.InstrumentationKit.class, "the notifier is replaced", "events_are_passed_on"));
    }

    static Stream<Arguments> unlikeTheDefault() {
        return Stream.of(
                arguments(SmallFaults.TimeoutsKit.class, "a chat leaves nothing behind"),
                arguments(SmallFaults.AttemptPolicyKit.class, "the only attempt is the last"),
                arguments(SmallFaults.AttemptPolicyKit.class, "waits are longer than any chat"));
    }

    private static Arguments of(Class<?> kit, String fault, String... failing) {
        return arguments(kit, fault, Set.of(failing));
    }

    static Stream<Class<?>> kits() {
        return Stream.of(SmallFaults.class.getDeclaredClasses()).filter(KitRun::isKit);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    @DisplayName("fail the tests that a fault breaks, and no other")
    void a_fault_fails_what_it_breaks(Class<?> kit, String fault, Set<String> failing) {
        assertThat(KitRun.failures(kit, fault)).isEqualTo(new TreeSet<>(failing));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kits")
    @DisplayName("pass the default")
    void the_default_passes(Class<?> kit) {
        assertThat(KitRun.failures(kit, SmallFaults.NONE)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unlikeTheDefault")
    @DisplayName("pass what is right, be it unlike the default")
    void what_is_right_passes(Class<?> kit, String oddity) {
        assertThat(KitRun.failures(kit, oddity)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kits")
    @DisplayName("have no test that no fault fails")
    void every_test_has_a_fault(Class<?> kit) {
        Set<String> broken = faults().filter(fault -> fault.get()[0] == kit)
                .flatMap(fault -> ((Set<?>) fault.get()[2]).stream())
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).isEqualTo(KitRun.tests(kit));
    }

    @Test
    @DisplayName("are there for each part that can be replaced")
    void every_part_has_a_kit() {
        List<String> parts = Stream.of(ChatService.Builder.class.getMethods())
                .flatMap(method -> Stream.of(method.getParameterTypes()))
                .filter(type -> type.isInterface() && type.getPackageName().equals("dev.duologue.spi"))
                .map(Class::getSimpleName)
                .toList();
        assertThat(parts)
                .contains("Hashing", "ChatStore")
                .allSatisfy(part -> assertThat(Class.forName("dev.duologue.tck." + part + "Tck"))
                        .isAbstract());
    }
}
