// Alembic's rule for types: the words that SQLAlchemy tells the server, taken apart.
#include "generate/type_text.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace alembicore::generate {

namespace {

struct taken_apart {
    std::string first{};
    std::vector<std::string> words{}; ///< those behind it
    std::vector<std::string> arguments{};
};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

void add_arguments(taken_apart& to, std::string_view inside) {
    to.arguments.clear(); // The last parentheses count.
    std::string one;
    auto const take = [&] {
        while (!one.empty() && one.back() == ' ')
            one.pop_back();
        if (!one.empty())
            to.arguments.push_back(std::move(one));
        one.clear();
    };
    for (char const c : inside)
        if (c == ',' || c == '(')
            take();
        else if (c != ' ' || !one.empty())
            one += c;
    take();
}

taken_apart take_apart(std::string_view type) {
    std::string text{type};
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    taken_apart made;
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        auto const close = text[at] == '(' ? text.find(')', at + 2) : std::string::npos;
        if (close != std::string::npos) {
            add_arguments(made, std::string_view{text}.substr(at + 1, close - at - 1));
            at = close + 1;
        } else if (is_word(text[at])) {
            auto const begin = at;
            while (at < text.size() && is_word(text[at]))
                ++at;
            words.push_back(text.substr(begin, at - begin));
        } else
            ++at;
    }
    if (words.empty())
        return made;
    made.first = std::move(words.front());
    words.erase(words.begin());
    made.words = std::move(words);
    return made;
}

std::string all_words(taken_apart const& of) {
    std::string text = of.first;
    for (auto const& each : of.words)
        text += ' ' + each;
    return text;
}

bool are_synonyms(taken_apart const& left, taken_apart const& right) {
    static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"numeric", "decimal"}, {"float", "double precision"}};
    auto const is_pair = [](std::string const& one, std::string const& other) {
        return std::ranges::any_of(pairs, [&](auto const& pair) {
            auto const in = [&](std::string const& text) { return text == pair.first || text == pair.second; };
            return in(one) && in(other);
        });
    };
    return is_pair(all_words(left), all_words(right)) || is_pair(left.first, right.first);
}

} // namespace

bool are_different(std::string_view in_database, std::string_view in_models) {
    auto const theirs = take_apart(in_database);
    auto const ours = take_apart(in_models);
    if (theirs.first != ours.first && !are_synonyms(theirs, ours))
        return true;
    if (theirs.words.size() == ours.words.size() && theirs.words != ours.words)
        return true;
    return theirs.arguments.size() == ours.arguments.size() && theirs.arguments != ours.arguments;
}

} // namespace alembicore::generate
