package dev.duologue.spring;

import dev.duologue.spi.AddressRates;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads a rate as {@code 10/1m}: so many times within a duration. Thread-safe. */
@Component
@ConfigurationPropertiesBinding
final class RateConverter implements Converter<String, AddressRates.Rate> {

    private static final Pattern RATE = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\S+)\\s*");

    @Override
    public AddressRates.Rate convert(String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            throw new IllegalArgumentException("a rate is written as 10/1m, so many within a time");
        }
        return new AddressRates.Rate(Integer.parseInt(rate.group(1)), DurationStyle.detectAndParse(rate.group(2)));
    }
}
