// Python's regular expressions in terms of PCRE2, which does the matching.
#pragma once

#include "python/value.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::python {

class evaluation;

/// The bits of `re.RegexFlag`.
namespace regex_flag {
constexpr std::int64_t ignore_case = 2;
constexpr std::int64_t multi_line = 8;
constexpr std::int64_t dot_all = 16;
constexpr std::int64_t unicode = 32;
constexpr std::int64_t verbose = 64;
constexpr std::int64_t ascii = 256;
} // namespace regex_flag

/// A pattern as PCRE2 writes it.
struct translated_pattern {
    std::string text;
    std::int64_t flags = 0; ///< with those that the pattern itself sets
    std::size_t groups = 0;
    std::vector<std::pair<std::string, std::size_t>> names; ///< of groups, in order
    bool looks_at_classes = false;                          ///< \\s and the like, whose members are Unicode's
};

/// Refuses constructs that PCRE2 reads differently, that not all versions of Python have, and what is no pattern.
[[nodiscard]] translated_pattern translate_pattern(std::string_view pattern, std::int64_t flags);

enum class match_kind : std::uint8_t { anywhere, at_start, whole };

/// Byte offsets of a match and its groups; npos: the group took no part.
struct match_spans {
    std::vector<std::pair<std::size_t, std::size_t>> groups;
};

/// A compiled pattern; shared by matches.
class compiled_regex {
public:
    compiled_regex(std::string pattern, std::int64_t flags);
    compiled_regex(compiled_regex const&) = delete;
    compiled_regex& operator=(compiled_regex const&) = delete;
    ~compiled_regex();

    [[nodiscard]] std::string const& pattern() const noexcept { return pattern_; }

    [[nodiscard]] translated_pattern const& translated() const noexcept { return translated_; }

    /// The first match from a byte offset on. `must_advance`: an empty match there does not count.
    /// Errors: evaluation_limit where the pattern backtracks without end; not_evaluable for text on which Python and
    /// PCRE2 may differ.
    [[nodiscard]] std::optional<match_spans>
    match(evaluation& run, std::string_view text, std::size_t from, match_kind kind, bool must_advance = false) const;

private:
    struct code_deleter {
        void operator()(void* code) const noexcept;
    };

    std::string pattern_;
    translated_pattern translated_;
    std::unique_ptr<void, code_deleter> code_;
};

} // namespace alembicore::python
