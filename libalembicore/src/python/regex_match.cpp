// Compiles and matches with PCRE2, within bounds.
#define PCRE2_CODE_UNIT_WIDTH 8

#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/regex.hpp"
#include "python/text.hpp"

#include <pcre2.h>

#include <algorithm>

namespace alembicore::python {

namespace {

constexpr std::uint32_t most_backtracking = 1'000'000; ///< some ten milliseconds
constexpr std::uint32_t most_kibibytes = 16'384;
constexpr std::size_t steps_per_match = 1000;

struct match_context_deleter {
    void operator()(pcre2_match_context* context) const noexcept { pcre2_match_context_free(context); }
};

struct compile_context_deleter {
    void operator()(pcre2_compile_context* context) const noexcept { pcre2_compile_context_free(context); }
};

struct match_data_deleter {
    void operator()(pcre2_match_data* data) const noexcept { pcre2_match_data_free(data); }
};

pcre2_code* code_of(void* code) noexcept {
    return static_cast<pcre2_code*>(code);
}

std::uint32_t options_for(std::int64_t flags) {
    std::uint32_t options = PCRE2_UTF | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_BACKSLASH_C;
    if ((flags & regex_flag::ascii) == 0)
        options |= PCRE2_UCP;
    if ((flags & regex_flag::ignore_case) != 0)
        options |= PCRE2_CASELESS;
    if ((flags & regex_flag::multi_line) != 0)
        options |= PCRE2_MULTILINE;
    if ((flags & regex_flag::dot_all) != 0)
        options |= PCRE2_DOTALL;
    return options;
}

/// Python counts the four separators among white space, Unicode does not.
bool has_separators(std::string_view text) noexcept {
    return std::ranges::any_of(text, [](char c) { return c >= '\x1c' && c <= '\x1f'; });
}

} // namespace

void compiled_regex::code_deleter::operator()(void* code) const noexcept {
    pcre2_code_free(code_of(code));
}

compiled_regex::compiled_regex(std::string pattern, std::int64_t flags)
    : pattern_(std::move(pattern)), translated_(translate_pattern(pattern_, flags)) {
    std::unique_ptr<pcre2_compile_context, compile_context_deleter> const context{
        pcre2_compile_context_create(nullptr)};
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    int failure = 0;
    PCRE2_SIZE place = 0;
    code_.reset(pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(translated_.text.data()),
        translated_.text.size(),
        options_for(translated_.flags),
        &failure,
        &place,
        context.get()
    ));
    if (code_ == nullptr) {
        std::string message(256, '\0');
        pcre2_get_error_message(failure, reinterpret_cast<PCRE2_UCHAR*>(message.data()), message.size());
        message.resize(message.find('\0'));
        throw not_evaluable("the regular expression is not evaluated: " + message);
    }
}

compiled_regex::~compiled_regex() = default;

std::optional<match_spans> compiled_regex::match(
    evaluation& run, std::string_view text, std::size_t from, match_kind kind, bool must_advance
) const {
    run.charge_steps(steps_per_match + (from == 0 ? text.size() / 16 : 0));
    bool const beyond_ascii = !is_ascii(text) || !is_ascii(pattern_);
    if (beyond_ascii && (translated_.flags & regex_flag::ignore_case) != 0)
        throw not_evaluable("ignoring the case of text beyond ASCII in a regular expression is not evaluated");
    if (translated_.looks_at_classes && has_separators(text))
        throw not_evaluable("a regular expression over the control characters U+001C to U+001F is not evaluated");
    std::unique_ptr<pcre2_match_context, match_context_deleter> const context{pcre2_match_context_create(nullptr)};
    pcre2_set_match_limit(context.get(), most_backtracking);
    pcre2_set_heap_limit(context.get(), most_kibibytes);
    std::unique_ptr<pcre2_match_data, match_data_deleter> const data{
        pcre2_match_data_create_from_pattern(code_of(code_.get()), nullptr)};
    std::uint32_t options = must_advance ? PCRE2_NOTEMPTY_ATSTART : 0U;
    if (kind != match_kind::anywhere)
        options |= PCRE2_ANCHORED;
    if (kind == match_kind::whole)
        options |= PCRE2_ENDANCHORED;
    int const found = pcre2_match(
        code_of(code_.get()),
        reinterpret_cast<PCRE2_SPTR>(text.data()),
        text.size(),
        from,
        options | (from == 0 ? 0U : PCRE2_NO_UTF_CHECK),
        data.get(),
        context.get()
    );
    if (found == PCRE2_ERROR_NOMATCH)
        return std::nullopt;
    if (found < 0)
        throw error{
            errc::evaluation_limit,
            "matching the regular expression takes too many steps",
            "look for repetitions inside repetitions, such as (a+)+"};
    match_spans spans;
    auto const* const offsets = pcre2_get_ovector_pointer(data.get());
    for (std::size_t group = 0; group <= translated_.groups; ++group)
        spans.groups.emplace_back(offsets[2 * group], offsets[2 * group + 1]);
    return spans;
}

} // namespace alembicore::python
