#include "parse.hpp"

#include "command_table.hpp"
#include "suggestion.hpp"

#include <alembicore/error.hpp>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>

#include <algorithm>

namespace alembicore::cli {

namespace po = boost::program_options;

namespace {

using words = std::vector<std::string>;

error bad_usage(std::string message, std::string remedy) {
    return error{errc::bad_usage, std::move(message), std::move(remedy)};
}

std::string help_hint(command const* chosen) {
    return "see: alembicore " + (chosen == nullptr ? "" : std::string{chosen->name} + " ") + "--help";
}

void describe(po::options_description& description, option const& one, char letter) {
    std::string names{one.name};
    if (one.name.size() == 1)
        names = "," + names;
    else if (letter != '\0')
        names += std::string{","} + letter;
    if (one.kind == option_kind::flag)
        description.add_options()(names.c_str(), "");
    else
        description.add_options()(names.c_str(), po::value<std::string>(), "");
}

po::options_description describe_global_options(command const* chosen) {
    po::options_description description;
    for (auto const& one : global_options()) {
        bool const letter_taken =
            chosen != nullptr && one.letter != '\0' && std::ranges::count(chosen->options, one.letter, &option::letter);
        describe(description, one, letter_taken ? '\0' : one.letter);
    }
    return description;
}

/// `-1` is a relative revision, not an option.
std::vector<po::option> take_negative_number(words& rest) {
    auto const& word = rest.front();
    if (word.size() < 2 || word[0] != '-' || word.find_first_not_of("0123456789", 1) != std::string::npos)
        return {};
    po::option number;
    number.value = {word};
    number.original_tokens = {word};
    rest.erase(rest.begin());
    return {number};
}

/// Program_options names an option that has only a short form `-x`.
std::string name_of(po::option const& one) {
    return one.string_key.starts_with('-') ? one.string_key.substr(1) : one.string_key;
}

void take_options(
    words const& given, po::options_description const& description, command const* chosen, given_values& values
) {
    try {
        auto const parsed =
            po::command_line_parser(given).options(description).extra_style_parser(take_negative_number).run();
        for (auto const& one : parsed.options)
            if (one.position_key != -1)
                values.add_argument(one.value.front());
            else
                values.add_option(name_of(one), one.value);
    } catch (po::error const& failure) {
        throw bad_usage(failure.what(), help_hint(chosen));
    }
}

/// Where the command stands: the first word that is neither a global option nor the value of one.
std::size_t find_command_word(words const& given) {
    auto const takes_next = [](std::string const& word) {
        bool const is_long = word.starts_with("--");
        auto const name = word.substr(is_long ? 2 : 1);
        return std::ranges::any_of(global_options(), [&](option const& one) {
            if (one.kind == option_kind::flag)
                return false;
            return is_long ? one.name.starts_with(name) : name == std::string{one.letter} || name == one.name;
        });
    };
    std::size_t index = 0;
    while (index < given.size() && given[index].size() > 1 && given[index].starts_with('-'))
        index += takes_next(given[index]) ? 2 : 1;
    return std::min(index, given.size());
}

command const& command_named(std::string const& name) {
    if (auto const* found = find_command(name))
        return *found;
    std::vector<std::string_view> names;
    for (auto const& one : all_commands())
        names.push_back(one.name);
    auto const nearest = nearest_name(name, names);
    throw bad_usage(
        "there is no command '" + name + "'",
        nearest.empty() ? help_hint(nullptr) : "did you mean '" + std::string{nearest} + "'?"
    );
}

void check_choice(argument const& expected, std::string const& word) {
    if (expected.choices.empty() || std::ranges::count(expected.choices, word) != 0)
        return;
    std::string allowed;
    for (auto const& choice : expected.choices)
        allowed += (allowed.empty() ? "" : ", ") + std::string{choice};
    throw bad_usage("'" + word + "' is no " + std::string{expected.name}, "use one of: " + allowed);
}

void check_arguments(command const& chosen, words const& given) {
    std::size_t index = 0;
    for (auto const& expected : chosen.arguments) {
        if (index == given.size() && expected.count != arity::any)
            throw bad_usage(std::string{chosen.name} + " needs " + std::string{expected.name}, help_hint(&chosen));
        std::size_t const end = expected.count == arity::one ? index + 1 : given.size();
        for (; index < end; ++index)
            check_choice(expected, given[index]);
    }
    if (index < given.size())
        throw bad_usage("unexpected argument '" + given[index] + "'", help_hint(&chosen));
}

} // namespace

bool given_values::has(std::string_view option) const {
    return options_.contains(option);
}

std::optional<std::string> given_values::value(std::string_view option) const {
    auto const found = options_.find(option);
    if (found == options_.end() || found->second.empty())
        return std::nullopt;
    return found->second.back();
}

std::string given_values::value_or(std::string_view option, std::string_view otherwise) const {
    return value(option).value_or(std::string{otherwise});
}

std::vector<std::string> given_values::values(std::string_view option) const {
    auto const found = options_.find(option);
    return found == options_.end() ? words{} : found->second;
}

void given_values::add_option(std::string const& option, words const& values) {
    auto& all = options_[option];
    all.insert(all.end(), values.begin(), values.end());
}

void given_values::add_argument(std::string argument) {
    arguments_.push_back(std::move(argument));
}

parsed_line parse_command_line(words const& given) {
    parsed_line line;
    auto const place = static_cast<std::ptrdiff_t>(find_command_word(given));
    take_options({given.begin(), given.begin() + place}, describe_global_options(nullptr), nullptr, line.values);
    if (place == std::ssize(given))
        return line;
    line.chosen = &command_named(given[static_cast<std::size_t>(place)]);
    auto description = describe_global_options(line.chosen);
    for (auto const& one : line.chosen->options)
        describe(description, one, one.letter);
    take_options({given.begin() + place + 1, given.end()}, description, line.chosen, line.values);
    if (!line.values.has("help") && !line.values.has("version"))
        check_arguments(*line.chosen, line.values.arguments());
    return line;
}

} // namespace alembicore::cli
