package dev.duologue.tck.faults;

import dev.duologue.spi.ChatStore;
import dev.duologue.spi.StoreAnswer;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What can be wrong with a store, and which rules say so. Most break one rule; where it is two, the reason stands by. */
@SuppressWarnings("ImmutableEnumChecker") // references to constructors, and Set.of
enum Fault {
    NONE(sound -> sound),
    /** No fault: answers come from other threads, hints late and twice. */
    SLOW(SlowStore::new),

    CREATE_IS_NOT_REPEATABLE(LifeFaults.CreateIsNotRepeatable::new, "S0"),
    CLAIMS_ARE_NOT_REPEATABLE(SeatFaults.ClaimsAreNotRepeatable::new, "S0"),
    /** The immediate repeat is S0's, the late one S11's. */
    REPEATS_DOUBLE(MessageFaults.RepeatsDouble::new, "S0", "S11"),
    REPEATED_CLAIMS_SEE_THE_CHAT_OF_THEN(SeatFaults.RepeatedClaimsSeeTheChatOfThen::new, "S0"),
    REPEATS_TELL_THE_OTHER_SIDE_OF_THEN(MessageFaults.RepeatsTellTheOtherSideOfThen::new, "S0"),
    CLOSING_AGAIN_FAILS(LifeFaults.ClosingAgainFails::new, "S0"),
    IDS_ARE_TAKEN_IN_TWO_STEPS(LifeFaults.IdsAreTakenInTwoSteps::new, "S1"),
    READS_DO_NOT_MEET_DEADLINES(LifeFaults.ReadsDoNotMeetDeadlines::new, "S2"),
    SIGNALS_DO_NOT_MEET_DEADLINES(LifeFaults.SignalsDoNotMeetDeadlines::new, "S2"),
    READABLE_AFTER_THE_END(LifeFaults.ReadableAfterTheEnd::new, "S3"),
    TOUCH_BRINGS_BACK(LifeFaults.TouchBringsBack::new, "S3"),
    TOMBSTONES_STAY(LifeFaults.TombstonesStay::new, "S3"),
    /** The highest key that there can be is told by that clock too. */
    KEYS_BY_ANOTHER_CLOCK(MessageFaults.KeysByAnotherClock::new, "S4", "S11"),
    APPEND_WAITS_FOR_A_CONNECTION(MessageFaults.AppendWaitsForAConnection::new, "S5"),
    NAMES_IN_ASCII(LifeFaults.NamesInAscii::new, "S6"),
    OF_TWO_CLOCKS_THE_LIFETIME_WINS(LifeFaults.OfTwoClocksTheLifetimeWins::new, "S6"),
    FORGETS_WHEN_WAS_TRIED(SeatFaults.ForgetsWhenWasTried::new, "S7"),
    TRIES_AT_ONCE_SHARE_A_COUNT(SeatFaults.TriesAtOnceShareACount::new, "S8"),
    WAITS_ARE_NOT_KEPT(SeatFaults.WaitsAreNotKept::new, "S8"),
    CODES_OF_OLD_INVITATIONS_GET_IN(SeatFaults.CodesOfOldInvitationsGetIn::new, "S9"),
    OLD_TOKENS_GET_IN(SeatFaults.OldTokensGetIn::new, "S9"),
    TABS_ARE_NOT_KNOWN_AGAIN(SeatFaults.TabsAreNotKnownAgain::new, "S9"),
    COMING_BACK_RESTARTS_THE_CLOCK(SeatFaults.ComingBackRestartsTheClock::new, "S9"),
    THE_DISPLACED_ARE_NOT_TOLD(SeatFaults.TheDisplacedAreNotTold::new, "S9"),
    REFUSED_CLAIMS_BRING_KEYS(sound -> new KeysOfTheRefused(sound, StoreAnswer.Taken.class::isInstance), "S9"),
    FIRST_CLAIMS_ARE_NEVER_REWOUND(SeatFaults.FirstClaimsAreNeverRewound::new, "S9"),
    ANY_EPOCH_MAY_LEAVE(SeatFaults.AnyEpochMayLeave::new, "S10"),
    WHO_LEFT_GOES_ON_HEARING(SeatFaults.WhoLeftGoesOnHearing::new, "S10"),
    LATE_REPEATS_DOUBLE(MessageFaults.LateRepeatsDouble::new, "S11"),
    LATE_REPEATS_MOVE(MessageFaults.LateRepeatsMove::new, "S11"),
    /** Dense seqs are promised by append, and by reading. */
    SEQS_HAVE_GAPS(MessageFaults.SeqsHaveGaps::new, "S11", "S12"),
    KEYS_MAY_BE_EQUAL(MessageFaults.KeysMayBeEqual::new, "S11"),
    NO_FENCES(MessageFaults.NoFences::new, "S11"),
    NO_BOUNDS(MessageFaults.NoBounds::new, "S11"),
    APPEND_TRUSTS_ITS_LAST_KEY(MessageFaults.AppendTrustsItsLastKey::new, "S11"),
    MESSAGES_DO_NOT_RESTART_THE_CLOCK(MessageFaults.MessagesDoNotRestartTheClock::new, "S11"),
    WRITERS_ARE_TOLD_THEIR_OWN(MessageFaults.WritersAreToldTheirOwn::new, "S11"),
    REPEATS_BRING_KEYS(
            sound -> new KeysOfTheRefused(
                    sound, answer -> answer instanceof StoreAnswer.Appended appended && appended.repeated()),
            "S11"),
    REUSED_IDS_BRING_KEYS(sound -> new KeysOfTheRefused(sound, StoreAnswer.IdReused.class::isInstance), "S11"),
    THE_FENCED_OFF_BRING_KEYS(sound -> new KeysOfTheRefused(sound, StoreAnswer.Fenced.class::isInstance), "S11"),
    LIMITS_TAKE_THE_NEWEST(MessageFaults.LimitsTakeTheNewest::new, "S12"),
    LIMITS_BELOW_ONE_GIVE_NOTHING(MessageFaults.LimitsBelowOneGiveNothing::new, "S12"),
    /** Who reads while another writes meets the wrong order too. */
    SEQS_ARE_SORTED_AS_TEXT(MessageFaults.SeqsAreSortedAsText::new, "S1", "S12"),
    SIGNALS_RESTART_THE_CLOCK(MessageFaults.SignalsRestartTheClock::new, "S13"),
    PROGRESS_IS_NOT_PASSED_ON(MessageFaults.ProgressIsNotPassedOn::new, "S13"),
    PROGRESS_IS_PASSED_ON_AS_IT_CAME(MessageFaults.ProgressIsPassedOnAsItCame::new, "S13"),
    STAYING_IS_ALWAYS_TOLD(MessageFaults.StayingIsAlwaysTold::new, "S14"),
    STAYING_IS_NOT_TOLD(MessageFaults.StayingIsNotTold::new, "S14"),
    STAYING_IS_NOT_COUNTED(LifeFaults.StayingIsNotCounted::new, "S14"),
    NEW_INVITATIONS_KEEP_THE_TOKEN(SeatFaults.NewInvitationsKeepTheToken::new, "S15"),
    NEW_INVITATIONS_KEEP_THE_ATTEMPTS(SeatFaults.NewInvitationsKeepTheAttempts::new, "S15"),
    NEW_INVITATIONS_FORGET_WHO_WAS_IN(SeatFaults.NewInvitationsForgetWhoWasIn::new, "S15"),
    NEW_INVITATIONS_FORGET_PROGRESS(SeatFaults.NewInvitationsForgetProgress::new, "S15"),
    TOMBSTONES_KNOW_THE_FIRST_LINKS(LifeFaults.TombstonesKnowTheFirstLinks::new, "S16"),
    /** Who ends and who expires compete for one win. */
    WHOEVER_ENDS_WINS(LifeFaults.WhoeverEndsWins::new, "S16", "S17"),
    NOBODY_WINS_A_MET_DEADLINE(LifeFaults.NobodyWinsAMetDeadline::new, "S17"),
    PULSES_OF_QUIET_CHATS_ARE_LEFT_OUT(LifeFaults.PulsesOfQuietChatsAreLeftOut::new, "S18");

    private final UnaryOperator<ChatStore> breaking;
    private final Set<String> rules;

    Fault(UnaryOperator<ChatStore> breaking, String... rules) {
        this.breaking = breaking;
        this.rules = Set.of(rules);
    }

    ChatStore in(ChatStore sound) {
        return breaking.apply(sound);
    }

    /** The rules whose tests must fail. */
    Set<String> rules() {
        return rules;
    }
}
