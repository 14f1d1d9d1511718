// Options of a call as a JSON object: each member is asked for by its name, and one that nobody knows is refused.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alembicore::bindings {

/// The words that an option may be, with what they mean.
template <typename Value>
using words_for = std::vector<std::pair<std::string_view, Value>>;

class options {
public:
    /// `text` is a JSON object, or empty for none. Errors: bad_usage.
    explicit options(std::string_view text);

    [[nodiscard]] std::optional<std::string> text(std::string_view name);
    [[nodiscard]] std::optional<std::uint64_t> count(std::string_view name);
    [[nodiscard]] bool flag(std::string_view name);
    [[nodiscard]] std::vector<std::string> texts(std::string_view name);
    [[nodiscard]] std::optional<std::map<std::string, std::string>> text_map(std::string_view name);

    template <typename Value>
    [[nodiscard]] std::optional<Value> choice(std::string_view name, words_for<Value> const& words) {
        auto const given = text(name);
        if (!given)
            return std::nullopt;
        for (auto const& [word, value] : words)
            if (word == *given)
                return value;
        std::string known;
        for (auto const& each : words)
            known += (known.empty() ? "" : ", ") + std::string{each.first};
        refuse(name, "'" + *given + "' is not known", "give one of: " + known);
    }

    /// Errors: bad_usage, where there are members that were not asked for.
    void refuse_others() const;

    /// Throws bad_usage about this member.
    [[noreturn]] static void refuse(std::string_view name, std::string const& problem, std::string remedy);

private:
    /// The member, which counts as known from now on; null where it is absent or null.
    boost::json::value const* member(std::string_view name);

    boost::json::object members_;
    std::vector<std::string> known_;
};

} // namespace alembicore::bindings
