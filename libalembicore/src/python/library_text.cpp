// textwrap, string.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/text.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

std::vector<std::string_view> lines_with_ends(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const length = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

bool is_blank(std::string_view line) noexcept {
    return line.find_first_not_of(" \t\n\r\f\v") == std::string_view::npos;
}

std::string_view margin_of(std::string_view line) noexcept {
    return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

/// The white space that all lines with text begin with is removed; lines of white space become empty.
value dedent(evaluation& run, bound_arguments const& given) {
    auto const text = given.text("text");
    run.charge_steps(text.size());
    auto const lines = lines_with_ends(text);
    std::optional<std::string_view> margin;
    for (auto const line : lines) {
        if (line.find_first_not_of(" \t\n") == std::string_view::npos)
            continue;
        auto const here = margin_of(line);
        if (!margin)
            margin = here;
        auto const [mine, theirs] = std::mismatch(margin->begin(), margin->end(), here.begin(), here.end());
        static_cast<void>(theirs);
        margin = margin->substr(0, static_cast<std::size_t>(mine - margin->begin()));
    }
    std::string result;
    for (auto const line : lines) {
        if (line.find_first_not_of(" \t\n") == std::string_view::npos)
            result += line.ends_with('\n') ? "\n" : "";
        else
            result += line.substr(margin.value_or("").size());
    }
    run.charge_memory(result.size());
    return result;
}

value indent(evaluation& run, bound_arguments const& given) {
    if (!given["predicate"].is_none())
        throw given.refusal("predicate", "a predicate is not evaluated");
    auto const text = given.text("text");
    run.charge_steps(text.size());
    auto const prefix = given.text("prefix");
    std::string result;
    for (auto const line : lines_with_ends(text)) {
        run.charge_memory(prefix.size() + line.size());
        if (!is_blank(line))
            result += prefix;
        result += line;
    }
    return result;
}

} // namespace

void add_text_tools(module_registry& registry) {
    auto& textwrap = registry.module("textwrap");
    textwrap.function("dedent(text)", dedent, effect::none);
    textwrap.function("indent(text, prefix, predicate=None)", indent, effect::none);
    auto& string = registry.module("string");
    std::string const lower = "abcdefghijklmnopqrstuvwxyz";
    std::string const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    string.set("ascii_lowercase", lower);
    string.set("ascii_uppercase", upper);
    string.set("ascii_letters", lower + upper);
    string.set("digits", "0123456789");
    string.set("hexdigits", "0123456789abcdefABCDEF");
    string.set("punctuation", R"(!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~)");
    string.set("whitespace", " \t\n\r\v\f");
}

} // namespace alembicore::python
