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

bool is_name_character(char c, bool first) noexcept {
    bool const letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (!first && c >= '0' && c <= '9');
}

/// string.Template: `$name`, `${name}` and `$$`.
class text_template final : public object {
public:
    enum class missing : std::uint8_t { raises, stays };

    explicit text_template(std::string text) : text_{std::move(text)} {}

    [[nodiscard]] std::string type_name() const override { return "Template"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name == "template")
            return value{text_};
        if (name != "substitute" && name != "safe_substitute")
            refuse("reading ." + std::string{name} + " of");
        auto const self = std::static_pointer_cast<text_template>(shared_from_this());
        auto const when = name == "substitute" ? missing::raises : missing::stays;
        return make_function(
            std::string{name} + "(mapping=None, /, **kws)",
            [self, when](evaluation& run, bound_arguments const& given) -> value {
                return self->filled(run, given, when);
            },
            effect::none
        );
    }

private:
    [[nodiscard]] std::string filled(evaluation& run, bound_arguments const& given, missing when) const {
        std::string result;
        run.charge_steps(text_.size());
        for (std::size_t at = 0; at < text_.size();) {
            if (text_[at] != '$') {
                result += text_[at++];
                continue;
            }
            auto const after = std::string_view{text_}.substr(at + 1);
            bool const braced = after.starts_with('{');
            auto const name = name_in(after.substr(braced ? 1 : 0));
            bool const complete = !name.empty() && (!braced || after.substr(name.size() + 1).starts_with('}'));
            if (after.starts_with('$') || !complete) {
                if (!after.starts_with('$') && when == missing::raises)
                    throw invalid(at);
                result += '$';
                at += after.starts_with('$') ? 2 : 1;
                continue;
            }
            auto const length = name.size() + (braced ? 3 : 1);
            if (auto const found = find(given, name, when))
                result += run.str(*found);
            else
                result += text_.substr(at, length);
            at += length;
        }
        run.charge_memory(result.size());
        return result;
    }

    static std::string_view name_in(std::string_view text) {
        std::size_t length = 0;
        while (length < text.size() && is_name_character(text[length], length == 0))
            ++length;
        return text.substr(0, length);
    }

    static std::optional<value> find(bound_arguments const& given, std::string_view name, missing when) {
        if (auto const* named = given.keywords().find(name))
            return *named;
        auto const* mapping = given["mapping"].mapping();
        if (mapping == nullptr && !given["mapping"].is_none())
            throw given.refusal("mapping", "not a dict");
        if (auto const* found = mapping == nullptr ? nullptr : mapping->find(name))
            return *found;
        if (when == missing::stays)
            return std::nullopt;
        throw python_error("KeyError", std::string{name});
    }

    [[nodiscard]] raised invalid(std::size_t at) const {
        auto const before = std::string_view{text_}.substr(0, at);
        auto const line = std::ranges::count(before, '\n') + 1;
        auto const column = code_points_of(before.substr(before.rfind('\n') + 1)) + 1;
        return value_error(
            "Invalid placeholder in string: line " + std::to_string(line) + ", col " + std::to_string(column)
        );
    }

    std::string text_;
};

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
    string.set("printable", "0123456789" + lower + upper + R"(!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~)" + " \t\n\r\v\f");
    string.function(
        "Template(template)",
        [](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<text_template>(given.text("template"));
        },
        effect::none
    );
    string.set("whitespace", " \t\n\r\v\f");
}

} // namespace alembicore::python
